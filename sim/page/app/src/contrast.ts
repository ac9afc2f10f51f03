// What runs of several settings under the same shocks show, in counts, means and intervals.

import { margin, mean, type Many, type Settings } from "./data";
import { say } from "./words";

export const CEUTA = "ceuta_2021";
export const UNION = "eu_turkiye_2016";
export const SAME = 0.005;
export const STICK: Settings = { "actors.spain.strategy": "coercive", "actors.eu.strategy": "coercive" };
export const NO_THREAT: Settings = { "parameters.threats.rate_destination": 0 };
export const PARTNERS: Record<"needy" | "proud", Settings> = {
  needy: { "actors.morocco.empowerment": 0.05, "actors.morocco.fiscal_stress": 0.8 },
  proud: { "actors.morocco.empowerment": 0.9, "actors.morocco.fiscal_stress": 0.1 },
};
export const OWN = "welfare_destination";
export const THEIRS = "welfare_partner";

export type Effect = "more" | "less" | "same";

export const difference = (a: ArrayLike<number>, b: ArrayLike<number>) => Float64Array.from(a, (value, i) => value - b[i]);

/** Run by run, how many are better, the same and worse. */
export function sorted(values: ArrayLike<number>) {
  const found = { better: 0, same: 0, worse: 0 };
  for (const value of Array.from(values)) found[value > SAME ? "better" : value < -SAME ? "worse" : "same"] += 1;
  return found;
}

export const piles = (found: ReturnType<typeof sorted>) =>
  (["better", "same", "worse"] as const).map((key) => ({ name: say(`piles.${key}`), tone: key, count: found[key] }));

export const verdict = ({ better, worse }: { better: number; worse: number }) => (better > 1.25 * worse ? "works" : worse > 1.25 * better ? "backfires" : "even");

/** What paired differences show on average: zero is outside the interval of their mean, or it is not. */
export function effectOf(pairs: ArrayLike<number>): Effect {
  const middle = mean(pairs);
  const wide = margin(pairs);
  return middle - wide > 0 ? "more" : middle + wide < 0 ? "less" : "same";
}

/** Whether the second setting brings more, less or the same of an outcome, run by run. */
export const effect = (runs: Many[], name: string): Effect => effectOf(difference(runs[1].column(name), runs[0].column(name)));

/** Settings of which the mean is least, and those that are not clearly above it, run by run. */
export function least(runs: Many[], name: string): number[] {
  const columns = runs.map((each) => each.column(name));
  const means = columns.map(mean);
  const best = means.indexOf(Math.min(...means));
  return columns.flatMap((column, i) => (i === best || effectOf(difference(column, columns[best])) === "same" ? [i] : []));
}
