// Where both sides stand: the least that each could sign, and what a deal could bring it.

import { capital, decimals, say } from "./words";
import type { Zone } from "./session";

interface Ends {
  us: string;
  them: string;
  plain?: boolean;
  /** Other zones that are shown on the same scale. */
  beside?: Zone[];
}

const values = ({ mine, theirs, there }: Zone): number[] => [mine, theirs].flatMap((ends) => [ends.least, ends.without, there ? ends.best : ends.least]);

const HARDLY = 0.02;
const MUCH = 0.3;

/** Worth a month along one scale for both sides; a side's bar runs from the least that it can sign. */
export function ZoneBar({ zone, before, offer, us, them, plain, beside = [] }: Ends & { zone: Zone; before?: Zone; offer?: { mine: number; theirs: number } }) {
  const sides = [
    { key: "us", name: us, ends: zone.mine, old: before?.mine, offered: offer?.mine },
    { key: "them", name: them, ends: zone.theirs, old: before?.theirs, offered: offer?.theirs },
  ] as const;
  const shown = [0, ...[zone, ...beside, ...(before ? [before] : [])].flatMap(values), ...(offer ? [offer.mine, offer.theirs] : [])];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const wide = Math.max(high - low, 0.2);
  const x = (value: number) => 4 + (92 * (value - low)) / wide;
  return (
    <figure class={`zone ${zone.there ? "" : "none"}`}>
      <figcaption>{say(zone.there ? "zone.title" : "zone.none")}</figcaption>
      <ul>
        {sides.map(({ key, name, ends, old, offered }) => {
          const room = zone.there ? Math.max(ends.best - ends.least, 0) : 0;
          const words = plain
            ? say(!zone.there ? "zone.nothing" : room > MUCH ? "zone.much" : room > HARDLY ? "zone.little" : "zone.hardly")
            : say(zone.there ? "zone.from_to" : "zone.from", { least: decimals(ends.least), best: decimals(ends.best) });
          return (
            <li key={key} class={key}>
              <span class="name">{name}</span>
              <svg viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label={`${name}: ${words}`}>
                <rect class="track" x="0" y="5" width="100" height="6" />
                {zone.there && <rect class="fill" x={x(ends.least)} y="2" width={Math.max(x(Math.max(ends.best, ends.least)) - x(ends.least), 0.6)} height="12" />}
                <line class="start" x1={x(ends.without)} x2={x(ends.without)} y1="0" y2="16" />
                {old && Math.abs(old.least - ends.least) > 0.005 && <line class="old" x1={x(old.least)} x2={x(old.least)} y1="2" y2="14" />}
                <line class="limit" x1={x(ends.least)} x2={x(ends.least)} y1="0" y2="16" />
                {offered !== undefined && <line class="mark" x1={x(offered)} x2={x(offered)} y1="0" y2="16" />}
              </svg>
              <span class="value">{words}</span>
            </li>
          );
        })}
      </ul>
      <p class="small zone-keys">
        <span><i class="k limit" aria-hidden="true" />{say("zone.key_limit")}</span>
        <span><i class="k start" aria-hidden="true" />{say("zone.key_without")}</span>
        {before && <span><i class="k old" aria-hidden="true" />{say("zone.key_old")}</span>}
        {offer && <span><i class="k mark" aria-hidden="true" />{say("zone.key_offer")}</span>}
      </p>
    </figure>
  );
}

/** All talks at a table: those with room or, failing them, the first, which has none. */
export function Zones({ zones, before, us, them, plain, beside, name }: Ends & { zones: Zone[]; before?: Zone[]; name: (issue: number) => string }) {
  if (!zones.length) return null;
  const open = zones.filter(({ there }) => there);
  const shown = open.length ? open : zones.slice(0, 1);
  return (
    <>
      {shown.map((zone) => (
        <div key={zone.issue}>
          {shown.length > 1 && <p class="small">{capital(name(zone.issue))}</p>}
          <ZoneBar zone={zone} before={before?.find(({ issue }) => issue === zone.issue)} us={us} them={them} plain={plain} beside={beside} />
        </div>
      ))}
    </>
  );
}

/** People on one route in one month, all in usual attempts; harm is an index. */
export interface OnTheWay {
  name: string;
  attempts: number;
  stopped: number;
  /** Who take longer ways or, where people choose between routes, come from another one. */
  moved: number;
  harm: number;
  chosen: boolean;
}

/** How many set out, get through, are stopped and diverted, and how exposed they are. */
export function Route({ name, attempts, stopped, moved, harm, chosen }: OnTheWay) {
  const wide = (value: number) => (value <= 0.005 ? 0 : Math.max(1.5, Math.min(30, 14 * value)));
  const through = Math.max(attempts - stopped, 0);
  const diverted = say(chosen ? "route.newcomers" : "route.diverted");
  const rows: [string, string, number][] = [
    ["way", say("route.attempts"), attempts],
    ["through", say("route.through"), through],
    ["stopped", say("route.stopped"), stopped],
    ["diverted", diverted, moved],
  ];
  const told = rows.map(([, text, value]) => `${text}: ${decimals(value)}`).join(", ");
  return (
    <figure class="route">
      <figcaption>{name}</figcaption>
      <svg viewBox="0 0 320 104" role="img" aria-label={`${told}, ${say("route.harm")}: ${decimals(harm)}`}>
        <path class="way" stroke-width={wide(attempts)} d="M6 40 H150" />
        <path class="stopped" stroke-width={wide(stopped)} d="M150 44 Q184 48 188 92" />
        <path class="diverted" stroke-width={wide(moved)} d={chosen ? "M6 96 Q70 92 96 58" : "M176 60 Q206 98 312 84"} />
        <path class="through" stroke-width={wide(through)} d="M150 40 Q220 30 312 30" />
        <line class="fence" x1="150" x2="150" y1="8" y2="74" />
      </svg>
      <ul class="legend">
        {rows.map(([tone, text, value]) => (
          <li key={tone}>
            <i class={`dot ${tone}`} aria-hidden="true" /> {text} <b>{decimals(value)}</b>
          </li>
        ))}
        <li>
          {say("route.harm")} <b>{decimals(harm)}</b>
        </li>
      </ul>
      <p class="small">{say("route.scale")}</p>
    </figure>
  );
}
