// Screens 2 to 5: when a threat works, what is weighed, how much is luck, and carrying it out.

import { useMemo, useState } from "preact/hooks";
import { CEUTA, difference, effectOf, NO_THREAT, OWN, PARTNERS, piles, SAME, sorted, STICK, verdict, type Effect } from "./contrast";
import { board, margin, mean, typical, type Case, type Many, type Settings } from "./data";
import { Dots, Lines, Scales } from "./charts";
import { Zones } from "./positions";
import { Session, type Zone } from "./session";
import { Predict, Progress, Slider, useCase, useRuns } from "./ui";
import { at, decimals, percent, say } from "./words";

interface Screen {
  n: number;
}
const options = (n: number): string[] => at(`screens.${n}.options`);
const PAIRS = 500;

export function TwoPartners({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => Object.values(PARTNERS).flatMap((partner) => [{ ...STICK, ...partner, ...NO_THREAT }, { ...STICK, ...partner }]), []);
  const { runs, done } = useRuns(source, settings, PAIRS);
  const gains = runs?.length === 4 ? [0, 2].map((i) => difference(runs[i + 1].column(OWN), runs[i].column(OWN))) : null;
  return (
    <Predict screen={n} question={say("screens.2.question")} options={options(n)}>
      {!source || !runs || !gains ? (
        <Progress done={done} />
      ) : (
        <>
          <p class="result">
            {say(`partners.on_${on(gains.map(effectOf))}`)} {say(`partners.compare_${effectOf(difference(gains[0], gains[1]))}`)}
          </p>
          <div class="columns">
            {Object.keys(PARTNERS).map((name, i) => (
              <Partner key={name} name={name} source={source} settings={settings.slice(2 * i, 2 * i + 2)} gained={gains[i]} other={gains[1 - i]} />
            ))}
          </div>
          <p class="note">{say("partners.note")}</p>
        </>
      )}
    </Predict>
  );
}

const on = ([needy, proud]: Effect[]) => (needy === "more" ? (proud === "more" ? "both" : "needy") : proud === "more" ? "proud" : "neither");

function Partner({ name, source, settings, gained, other }: { name: string; source: Case; settings: Settings[]; gained: Float64Array; other: Float64Array }) {
  const found = sorted(gained);
  // Where a threat changed something: the run in the middle of those, as most of them went.
  const changed = (value: number) => (found.better >= found.worse ? value > SAME : value < -SAME);
  const replication = typical(Array.from(gained, (value) => (changed(value) ? value : NaN)));
  const paths = useMemo(() => settings.map((set) => given(source, set, replication)), [source, replication]);
  return (
    <section>
      <h2>{say(`partners.${name}`)}</h2>
      <Dots label={say("partners.dots", { n: gained.length })} piles={piles(found)} beside={piles(sorted(other))} />
      <p>
        {say(`partners.${verdict(found)}`)} {say(`partners.average_${effectOf(gained)}`)}
      </p>
      <Lines
        label={say("partners.line")}
        months={source.horizon}
        low={Math.min(...paths.flat(), 0)}
        ends={[say("partners.all"), say("partners.nothing")]}
        lines={[
          { name: say("partners.without"), tone: "us", values: paths[0] },
          { name: say("partners.with"), tone: "threat", values: paths[1] },
        ]}
      />
    </section>
  );
}

/** What the partner gives month by month, all it could give being 1. */
function given(source: Case, set: Settings, replication: number): number[] {
  const played = board(source, { set });
  played.play(0, replication);
  const rows = source.rows.provision;
  const theirs = Array.from({ length: rows }, (_, row) => row).filter((row) => played.value("provision", row, "giver") === 1);
  return Array.from({ length: played.month }, (_, month) => mean(theirs.map((row) => played.value("months_provision", month * rows + row, "level"))));
}

export function Weighing({ n }: Screen) {
  const source = useCase(CEUTA);
  const [belief, setBelief] = useState(0.5);
  const [pride, setPride] = useState(0.5);
  const found = useMemo(() => source && threatening(source, pride, belief), [source, pride, belief]);
  const ends = useMemo(() => source && [0, 1].map((none) => threatening(source, pride, none)), [source, pride]);
  if (!source) return <p role="status">{say("loading")}</p>;
  if (!found || !ends) return <p>{say("weigh.none")}</p>;
  const { session, lever, asked, weighed, before, during } = found;
  const us = session.me;
  const them = session.them;
  const feared = ends.map((each: ReturnType<typeof threatening>) => (each ? each.weighed.belief * each.weighed.loss : NaN));
  return (
    <Predict screen={n} question={say("screens.3.question")} options={options(n)}>
      <p class="result">{say(feared[0] < SAME ? "weigh.nothing" : "weigh.something", { none: decimals(feared[0]), full: decimals(feared[1]) })}</p>
      <p>{say("weigh.says", { us, them, cut: session.cast.provision(lever), ask: session.cast.provision(asked) })}</p>
      <div class="columns">
        <div>
          <Scales belief={weighed.belief} loss={weighed.loss} cost={weighed.cost} pride={weighed.pride} />
        </div>
        <div>
          <Slider label={say("weigh.belief", { them })} value={belief} shown={percent(belief)} onInput={setBelief} />
          <Slider label={say("weigh.pride", { them })} value={pride} shown={percent(pride)} onInput={setPride} />
          <p class="note">{say("weigh.numbers", { belief: decimals(weighed.belief), loss: decimals(weighed.loss), cost: decimals(weighed.cost), pride: decimals(weighed.pride) })}</p>
        </div>
      </div>
      <h2>{say("weigh.zone")}</h2>
      <div class="columns">
        <div>
          <h3>{say("weigh.before")}</h3>
          <Zones zones={before} beside={during} us={us} them={them} name={session.cast.issue} />
        </div>
        <div>
          <h3>{say("weigh.during")}</h3>
          <Zones zones={during} beside={before} us={us} them={them} name={session.cast.issue} />
        </div>
      </div>
      <p class="result">
        {say(`weigh.room_${change(room(before), room(during))}`)} {say(`weigh.limit_${limits(before, during)}`, { them })}
      </p>
    </Predict>
  );
}

const open = (zones: Zone[]) => zones.filter(({ there }) => there);
/** How much both together could gain beyond what they must have, over all talks; -1 where no deal is possible. */
const room = (zones: Zone[]) => (open(zones).length ? open(zones).reduce((sum, { mine, theirs }) => sum + Math.max(mine.best - mine.least, 0) + Math.max(theirs.best - theirs.least, 0), 0) : -1);

function change(before: number, during: number) {
  if (before < 0) return during < 0 ? "none" : "opens";
  if (during < 0) return "closes";
  return during < before - SAME ? "shrinks" : during > before + SAME ? "grows" : "stays";
}

/** Whether the side under threat would sign for less or more than before, where the same is talked about. */
function limits(before: Zone[], during: Zone[]) {
  const moved = during.flatMap((zone) => before.filter(({ issue }) => issue === zone.issue).map((old) => zone.theirs.least - old.theirs.least));
  const most = moved.reduce((far, each) => (Math.abs(each) > Math.abs(far) ? each : far), 0);
  return most < -SAME ? "lower" : most > SAME ? "higher" : "same";
}

/** The first threat of a destination that the rules allow, weighed, with the zone before and under it. */
function threatening(source: Case, pride: number, belief: number) {
  for (let seat = 0; seat < source.rows.seat; seat += 2) {
    const place = `tables.${source.names.tables[seat >> 1]}.destination.credibility`;
    const session = new Session(source, seat, { "actors.morocco.empowerment": pride, [place]: belief });
    for (let month = 0; month < 12; month++) {
      const { threaten, threaten_lever } = session.board.openings(seat);
      if (threaten >= 0) {
        const weighed = session.prospect(threaten_lever, threaten, 1) as { belief: number; loss: number; cost: number; pride: number };
        const before = session.zones();
        if (session.threaten(threaten_lever, threaten, 1)) return { session, lever: threaten_lever, asked: threaten, weighed, before, during: session.zones() };
      }
      if (session.choice) session.answer(session.choice.view.propensity);
      else session.advance();
      while (session.choice) session.answer(session.choice.view.propensity);
    }
  }
  return null;
}

const MANY = 1000;
const paired = (power: number): Settings[] => {
  const set = { ...STICK, "actors.morocco.empowerment": power };
  return [{ ...set, ...NO_THREAT }, set];
};

export function Luck({ n }: Screen) {
  const source = useCase(CEUTA);
  const [power, setPower] = useState(0.5);
  const settings = useMemo(() => paired(power), [power]);
  const { runs, done } = useRuns(source, settings, MANY);
  const { runs: ends } = useRuns(runs ? source : null, useMemo(() => [...paired(0), ...paired(1)], []), MANY);
  const gained = (all: Many[], i = 0) => difference(all[i + 1].column(OWN), all[i].column(OWN));
  const found = runs?.length === 2 ? sorted(gained(runs)) : null;
  return (
    <Predict screen={n} question={say("screens.4.question")} options={options(n)}>
      <Slider label={say("luck.power", { them: "Morocco" })} value={power} step={0.1} shown={percent(power)} ends={[say("luck.needy"), say("luck.proud")]} onInput={setPower} />
      <Progress done={done} />
      {found && (
        <>
          <p class="result">{say(`luck.${verdict(found)}`, { better: found.better, worse: found.worse })}</p>
          <Dots label={say("luck.dots")} piles={piles(found)} />
          {ends?.length === 4 && (
            <p class="note">
              {say("luck.ends", { first: sorted(gained(ends)).better, last: sorted(gained(ends, 2)).better })} {say(`luck.power_${effectOf(difference(gained(ends, 2), gained(ends)))}`)}
            </p>
          )}
        </>
      )}
    </Predict>
  );
}

const tells = (value: number, wide: number) => (value + wide < 0 ? "costs" : value - wide > 0 ? "pays" : "unclear");

export function Follow({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => ["chosen", "always", "never"].map((how) => ({ ...STICK, "treatments.execution": how })), []);
  const { runs, done } = useRuns(source, settings, MANY);
  const found = useMemo(() => {
    if (!runs || runs.length < 3) return null;
    const executed = runs[0].column("coercion_executed_destination");
    const dropped = runs[0].column("coercion_dropped_destination");
    const worth = runs[0].column(OWN);
    const did = worth.filter((_, i) => executed[i] > 0);
    const not = worth.filter((_, i) => executed[i] === 0 && dropped[i] > 0);
    const pairs = difference(runs[1].column(OWN), runs[2].column(OWN)).filter((_, i) => runs[2].column("coercion_dropped_destination")[i] > 0);
    return { naive: mean(did) - mean(not), naiveMargin: Math.hypot(margin(did), margin(not)), paired: mean(pairs), pairedMargin: margin(pairs), did: did.length, not: not.length, pairs: pairs.length };
  }, [runs]);
  const compared = (f: NonNullable<typeof found>) => {
    if (tells(f.naive, f.naiveMargin) !== tells(f.paired, f.pairedMargin)) return "misleads";
    return Math.abs(f.naive - f.paired) > f.naiveMargin + f.pairedMargin ? "missizes" : "agrees";
  };
  const reach = found ? Math.max(Math.abs(found.naive) + found.naiveMargin, Math.abs(found.paired) + found.pairedMargin, 0.02) * 1.15 : 1;
  return (
    <Predict screen={n} question={say("screens.5.question")} options={options(n)}>
      <Progress done={done} />
      {found && (
        <>
          <p class="result">
            {say(`follow.${tells(found.paired, found.pairedMargin)}`)} {say(`follow.${compared(found)}`)}
          </p>
          <div class="columns">
            <section>
              <h2>{say("follow.naive")}</h2>
              <Gap value={found.naive} margin={found.naiveMargin} reach={reach} />
              <p>{say("follow.naive_says", { did: found.did, not: found.not })}</p>
            </section>
            <section>
              <h2>{say("follow.paired")}</h2>
              <Gap value={found.paired} margin={found.pairedMargin} reach={reach} />
              <p>{say("follow.paired_says", { n: found.pairs })}</p>
            </section>
          </div>
          <p class="small">{say("follow.interval")}</p>
        </>
      )}
    </Predict>
  );
}

/** A difference with its interval, on a line through zero that reaches as far both ways. */
function Gap({ value, margin, reach }: { value: number; margin: number; reach: number }) {
  const x = (number: number) => 160 + (150 * number) / reach;
  return (
    <svg viewBox="0 0 320 66" class="gap" role="img" aria-label={`${decimals(value)} ± ${decimals(margin)}`}>
      <line class="axis" x1="10" x2="310" y1="36" y2="36" />
      <line class="zero" x1="160" x2="160" y1="12" y2="50" />
      <line class="reach" x1={x(value - margin)} x2={x(value + margin)} y1="36" y2="36" />
      <circle class={value + margin < 0 ? "worse" : value - margin > 0 ? "better" : "same"} cx={x(value)} cy="36" r="8" />
      <text class="label" x={Math.min(Math.max(x(value), 24), 296)} y="20" text-anchor="middle">{decimals(value)}</text>
      <text class="label" x="10" y="62">{say("follow.worse")}</text>
      <text class="label" x="310" y="62" text-anchor="end">{say("follow.better")}</text>
    </svg>
  );
}
