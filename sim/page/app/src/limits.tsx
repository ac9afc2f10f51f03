// Screen 10: where the numbers come from, what is left out, and what hangs on one rule.

import { useMemo } from "preact/hooks";
import { CEUTA, effect, NO_THREAT, OWN, PARTNERS, STICK, THEIRS, type Effect } from "./contrast";
import type { Settings } from "./data";
import { Dots } from "./charts";
import { Predict, Progress, useCase, useRuns } from "./ui";
import { at, list, say } from "./words";

/** Rules that could as well be others: paths and values. */
const STRUCTURE: [string, string][] = [
  ["treatments.reactance", "off"],
  ["treatments.reactance", "constant"],
  ["treatments.threat_estimate", "ratio"],
  ["treatments.threat_signals", "off"],
  ["treatments.credibility", "fixed"],
  ["treatments.trust", "fixed"],
  ["treatments.concession_rule", "zeuthen"],
  ["treatments.audience_costs", "off"],
];
/** What the screens have shown: two settings each, and the outcome in which they differ. */
const CLAIMS: [string, Settings, Settings, string][] = [
  ["needy", { ...STICK, ...PARTNERS.needy, ...NO_THREAT }, { ...STICK, ...PARTNERS.needy }, OWN],
  ["proud", { ...STICK, ...PARTNERS.proud, ...NO_THREAT }, { ...STICK, ...PARTNERS.proud }, OWN],
  ["follow", { ...STICK, "treatments.execution": "never" }, { ...STICK, "treatments.execution": "always" }, OWN],
  ["swap", {}, { "treatments.linkage": "none" }, THEIRS],
  ["danger", { "actors.morocco.strategy": "cooperative" }, { "actors.morocco.strategy": "blackmail" }, "people_harm"],
];
const RUNS = 200;

const stands = (own: Effect, other: Effect) => (own === other ? "holds" : own !== "same" && other !== "same" ? "reversed" : "unclear");
const rule = ([path, value]: [string, string]) => say(`structure.${path.split(".")[1]}_${value}`);

export function Limits({ n }: { n: number }) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => CLAIMS.flatMap(([, without, withIt]) => [{}, ...STRUCTURE.map(([path, value]) => ({ [path]: value }))].flatMap((change) => [{ ...without, ...change }, { ...withIt, ...change }])), []);
  const { runs, done } = useRuns(source, settings, RUNS);
  const per = 2 * (1 + STRUCTURE.length);
  const found =
    runs?.length === settings.length
      ? CLAIMS.map(([name, , , outcome], i) => {
          const effects = Array.from({ length: per / 2 }, (_, j) => effect(runs.slice(i * per + 2 * j, i * per + 2 * j + 2), outcome));
          return { name, own: effects[0], others: effects.slice(1).map((each) => stands(effects[0], each)) };
        })
      : null;
  const evidence: Record<string, number> = source?.words.evidence ?? {};
  const kinds = ["source", "coded", "assumed"];
  const all = kinds.reduce((sum, word) => sum + (evidence[word] ?? 0), 0);
  return (
    <Predict screen={n} question={say("screens.10.question")} options={at(`screens.${n}.options`)}>
      {source && (
        <>
          <p class="result">{say("limits.answer", { all, source: evidence.source ?? 0, coded: evidence.coded ?? 0, assumed: evidence.assumed ?? 0 })}</p>
          <Dots label={say("limits.numbers", { title: source.title })} piles={kinds.map((word) => ({ name: say(`limits.${word}`), tone: word, count: evidence[word] ?? 0 }))} />
          <p class="note">{say("limits.sources", { n: source.words.sources })}</p>
        </>
      )}
      <h2>{say("limits.misses")}</h2>
      <ul class="plain">{(at("limits.missing") as string[]).map((text) => <li key={text}>{text}</li>)}</ul>
      <h2>{say("limits.structure")}</h2>
      <p>{say("limits.structure_says", { rules: STRUCTURE.length, n: RUNS })}</p>
      <Progress done={done} />
      {found && (
        <>
          <ul class="plain checks">
            {found.map(({ name, own, others }) => {
              const where = (how: string) => list(STRUCTURE.filter((_, i) => others[i] === how).map(rule));
              const held = others.filter((how) => how === "holds").length;
              return (
                <li key={name} class={held === others.length ? "holds" : "depends"}>
                  <b>{say(held === others.length ? "limits.holds" : "limits.depends")}</b> {say(`limits.claims.${name}_${own}`)}
                  <small>
                    {say("limits.held", { held, rules: others.length })} {where("unclear") && say(own === "same" ? "limits.clear" : "limits.unclear", { where: where("unclear") })} {where("reversed") && say("limits.reversed", { where: where("reversed") })}
                  </small>
                </li>
              );
            })}
          </ul>
          <p class="result">{marked(found.filter(({ others }) => others.every((how) => how === "holds")).length, found.length)}</p>
        </>
      )}
    </Predict>
  );
}

const marked = (held: number, all: number) => (held === all ? say("limits.marked_all") : say("limits.marked", { held, all }));
