// Pictures of what was computed: few marks, each with its name in words.

import { capital, decimals, percent, say, step } from "./words";
import type { Item } from "./session";

/** Levels of what is given, as bars from nothing to in full, with where they stood at the start. */
export function Levels({ items, plain, marks = {}, givers }: { items: Item[]; plain?: boolean; marks?: Record<number, number>; givers?: [string, string] }) {
  return (
    <>
    {givers && (
      <p class="keys">
        <span class="us"><i aria-hidden="true" />{say("levels.gives", { who: givers[0] })}</span>
        <span class="them"><i aria-hidden="true" />{say("levels.gives", { who: givers[1] })}</span>
      </p>
    )}
    <ul class="levels">
      {items.map((item) => {
        const now = Math.max(0, Math.min(1, item.level));
        const words = plain ? step(item.level) : percent(item.level);
        return (
          <li key={item.row} class={item.mine ? "us" : "them"}>
            <span class="name">{capital(item.name)}</span>
            <span class="bar" role="img" aria-label={`${item.name}: ${words}`}>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="10" />
                <rect class="fill" width={100 * now} height="10" />
                {item.level < -0.005 && <rect class="below" width={Math.min(100, -100 * item.level)} height="10" />}
                <line class="start" x1={100 * item.before} x2={100 * item.before} y1="0" y2="10" />
                {item.row in marks && <line class="mark" x1={100 * marks[item.row]} x2={100 * marks[item.row]} y1="0" y2="10" />}
              </svg>
            </span>
            <span class="value">{words}</span>
          </li>
        );
      })}
    </ul>
    </>
  );
}

/** Months along, values up; at most three lines, each named at its end. */
export function Lines({
  lines,
  label,
  low = 0,
  high = 1,
  ends,
  months,
  markers = [],
}: {
  lines: { name: string; tone: string; values: number[] }[];
  label: string;
  low?: number;
  high?: number;
  /** What the top and the bottom mean. */
  ends: [string, string];
  months: number;
  markers?: { month: number; text: string }[];
}) {
  const width = 640;
  const height = 240;
  const pad = { left: 12, right: 12, top: 28, bottom: 26 };
  const x = (month: number) => pad.left + ((width - pad.left - pad.right) * month) / Math.max(months - 1, 1);
  const y = (value: number) => pad.top + (height - pad.top - pad.bottom) * (1 - (Math.min(Math.max(value, low), high) - low) / (high - low || 1));
  return (
    <figure class="plot">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: ${lines.map(({ name }) => name).join(", ")}`}>
        {low < 0 && high > 0 && <line class="zero" x1={pad.left} x2={width - pad.right} y1={y(0)} y2={y(0)} />}
        <line class="axis" x1={pad.left} x2={width - pad.right} y1={height - pad.bottom} y2={height - pad.bottom} />
        <line class="grid" x1={pad.left} x2={width - pad.right} y1={y(1)} y2={y(1)} />
        <text class="label" x={pad.left} y={y(1) - 6}>{ends[0]}</text>
        <text class="label" x={width - pad.right} y={y(0) - 6} text-anchor="end">{ends[1]}</text>
        {Array.from({ length: Math.floor((months - 1) / 12) + 1 }, (_, year) => (
          <g key={year}>
            <line class="tick" x1={x(12 * year)} x2={x(12 * year)} y1={height - pad.bottom} y2={height - pad.bottom + 5} />
            <text x={x(12 * year)} y={height - 5} class="label" text-anchor={year ? "middle" : "start"}>
              {year ? say("plot.year", { n: year }) : say("plot.start")}
            </text>
          </g>
        ))}
        {markers.map(({ month, text }) => (
          <g key={text + month}>
            <line class="event" x1={x(month)} x2={x(month)} y1={pad.top} y2={height - pad.bottom} />
            <text class="label" x={x(month) + (month > months * 0.7 ? -4 : 4)} y={14} text-anchor={month > months * 0.7 ? "end" : "start"}>
              {text}
            </text>
          </g>
        ))}
        {lines.map(({ name, tone, values }) => (
          <path key={name} class={`line ${tone}`} d={values.map((value, month) => `${month ? "L" : "M"}${x(month).toFixed(1)} ${y(value).toFixed(1)}`).join("")} />
        ))}
      </svg>
      <ul class="legend">
        {lines.map(({ name, tone }) => (
          <li key={name}>
            <i class={`swatch ${tone}`} aria-hidden="true" /> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

export interface Pile {
  name: string;
  tone: string;
  count: number;
}

/** A dot for every run, in piles that are counted, as tall as those beside them. */
export function Dots({ piles, label, beside = [] }: { piles: Pile[]; label: string; beside?: Pile[] }) {
  const total = piles.reduce((sum, { count }) => sum + count, 0);
  return (
    <figure class="dots">
      <figcaption>{label}</figcaption>
      <div class="piles">
        {piles.map(({ name, tone, count }) => {
          const across = 20;
          const tall = Math.max(...[...piles, ...beside].map((pile) => Math.ceil(pile.count / across)), 1);
          return (
            <div key={name} class="pile">
              <svg viewBox={`0 0 ${across * 5} ${tall * 5}`} role="img" aria-label={`${name}: ${count} / ${total}`}>
                {Array.from({ length: count }, (_, i) => (
                  <circle key={i} class={tone} cx={(i % across) * 5 + 2.5} cy={(tall - 1 - Math.floor(i / across)) * 5 + 2.5} r="2" />
                ))}
              </svg>
              <strong>{count}</strong>
              <span>{name}</span>
            </div>
          );
        })}
      </div>
    </figure>
  );
}

/** A distribution: every run a dot above its value, in stacks. */
export function Stacks({ values, label, tone = "us", unit, ghost }: { values: ArrayLike<number>; label: string; tone?: string; unit?: (value: number) => string; ghost?: ArrayLike<number> }) {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const both = ghost ? [...known, ...Array.from(ghost).filter((value) => !Number.isNaN(value))] : known;
  const missing = values.length - known.length;
  const show = unit ?? decimals;
  if (!known.length) return <p class="note">{say("plot.none", { label })}</p>;
  let low = Math.min(...both);
  let high = Math.max(...both);
  if (high - low < 1e-9) {
    low -= 0.5;
    high += 0.5;
  }
  const bins = 40;
  const binned = (list: number[]) => {
    const counts = new Array(bins).fill(0);
    for (const value of list) counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))] += 1;
    return counts;
  };
  const counts = binned(known);
  const old = ghost ? binned(Array.from(ghost).filter((value) => !Number.isNaN(value))) : null;
  const most = Math.max(...counts, ...(old ?? [0]));
  const per = Math.max(1, Math.ceil(most / 24));
  const sorted = [...known].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const x = (value: number) => ((value - low) / (high - low)) * bins * 10;
  return (
    <figure class="stacks">
      <figcaption>
        {label} · {say("plot.middle", { value: show(middle) })}
        {missing > 0 && ` · ${say("plot.missing", { n: missing })}`}
      </figcaption>
      <svg viewBox={`0 0 ${bins * 10} 172`} role="img" aria-label={`${label}: ${say("plot.middle", { value: show(middle) })}`}>
        {old?.map((count, bin) => count > 0 && <rect key={`o${bin}`} class="ghost" x={bin * 10} width="10" y={150 - 6 * Math.ceil(count / per)} height={6 * Math.ceil(count / per)} />)}
        {counts.flatMap((count, bin) => Array.from({ length: Math.ceil(count / per) }, (_, i) => <circle key={`${bin}-${i}`} class={tone} cx={bin * 10 + 5} cy={147 - 6 * i} r="2.6" />))}
        <line class="axis" x1="0" x2={bins * 10} y1="152" y2="152" />
        {low < 0 && high > 0 && <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2="152" />}
        <path class="pointer" d={`M${x(middle)} 153 l-5 8 h10 Z`} />
        <text class="label" x="0" y="168">
          {show(low)}
        </text>
        <text class="label" x={bins * 10} y="168" text-anchor="end">
          {show(high)}
        </text>
      </svg>
      {per > 1 && <p class="small">{say("plot.per", { n: per })}</p>}
    </figure>
  );
}

/** The scales: what speaks for yielding against what speaks for holding out. */
export function Scales({ belief, loss, cost, pride }: { belief: number; loss: number; cost: number; pride: number }) {
  const left = belief * loss;
  const right = cost + pride;
  const tilt = Math.max(-14, Math.min(14, ((right - left) / Math.max(left + right, 1e-9)) * 28));
  const height = (value: number) => Math.min(70, 10 + 90 * value);
  const pan = (value: number, tone: string, x: number, y: number, name: string) => (
    <g transform={`translate(${x} ${y})`}>
      <rect class={tone} x="-34" y={-height(value)} width="68" height={height(value)} rx="6" />
      <text class="label" text-anchor="middle">
        <tspan x="0" y="20">{name}</tspan>
        <tspan x="0" y="40" class="number">{decimals(value)}</tspan>
      </text>
    </g>
  );
  const angle = (tilt * Math.PI) / 180;
  const arm = 150;
  const ends = [-1, 1].map((sign) => [250 + sign * arm * Math.cos(angle), 120 + sign * arm * Math.sin(angle)]);
  return (
    <figure class="scales">
      <svg viewBox="40 30 420 266" role="img" aria-label={say("scales.says", { left: decimals(left), right: decimals(right) })}>
        <path class="stand" d="M250 120 L250 276 M205 282 L295 282" />
        <line class="beam" x1={ends[0][0]} y1={ends[0][1]} x2={ends[1][0]} y2={ends[1][1]} />
        {ends.map(([x, y], i) => (
          <path key={i} class="rope" d={`M${x} ${y} l-46 84 h92 Z`} />
        ))}
        {pan(left, "threat", ends[0][0], ends[0][1] + 84, say("scales.feared"))}
        <g>
          {pan(right, "price", ends[1][0], ends[1][1] + 84, say("scales.asked"))}
          <rect class="pride" x={ends[1][0] - 34} y={ends[1][1] + 84 - height(right)} width="68" height={height(right) * (pride / Math.max(right, 1e-9))} rx="6" />
        </g>
      </svg>
      <figcaption>{say(left > right ? "scales.yields" : "scales.holds")}</figcaption>
    </figure>
  );
}

/** A map of strategies against strategies; darker is more. */
export function Grid({ rows, columns, values, label, show }: { rows: string[]; columns: string[]; values: (number | null)[][]; label: string; show: (value: number) => string }) {
  const known = values.flat().filter((value): value is number => value !== null && !Number.isNaN(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="map">
        <caption>{label}</caption>
        <thead>
          <tr>
            <td />
            {columns.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, i) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, j) => {
                const value = values[i][j];
                const shade = value === null || high === low ? 0 : Math.round((4 * (value - low)) / (high - low));
                return (
                  <td key={column} class={value === null ? "wait" : `shade-${shade}`}>
                    {value === null ? "…" : show(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
