// Screen 8: what every choice of the screens before means for people on the way.

import { useMemo } from "preact/hooks";
import { CEUTA, least, OWN, STICK, THEIRS, UNION } from "./contrast";
import type { Many, Settings } from "./data";
import { Measures, type Column } from "./measures";
import { Predict, Progress, useCase, useRuns } from "./ui";
import { union } from "./voices";
import { at, decimals, list, say } from "./words";

const RUNS = 500;
const AT_CEUTA: Settings[] = [
  { "actors.morocco.strategy": "cooperative" },
  { "actors.morocco.strategy": "reverse_conditionality" },
  { "actors.morocco.strategy": "blackmail" },
  { ...STICK, "treatments.execution": "always" },
  { ...STICK, "treatments.execution": "never" },
  { "treatments.linkage": "none" },
];
const AT_THE_UNION: Settings[] = [union("one", false), union("majority", false), union("veto", false)];

export function Affected({ n }: { n: number }) {
  const source = useCase(CEUTA);
  const other = useCase(UNION);
  const { runs, done } = useRuns(source, AT_CEUTA, RUNS);
  const ready = runs && runs.length === AT_CEUTA.length;
  const { runs: unions, done: later } = useRuns(ready ? other : null, useMemo(() => AT_THE_UNION, []), RUNS);
  const names: string[] = at("screens.8.options");
  return (
    <Predict screen={n} question={say("screens.8.question")} options={names}>
      <Progress done={done} />
      {ready && (
        <>
          <p class="result">{tells(runs, names)}</p>
          <Measures runs={runs} names={names} columns={[...columns(), [THEIRS, say("measure.worth", { who: "Morocco" }), decimals], [OWN, say("measure.worth", { who: "Spain" }), decimals]]} />
          <h2>{say("people.union")}</h2>
          {unions?.length === AT_THE_UNION.length ? (
            <>
              <Measures runs={unions} names={voices()} columns={[...columns(), [OWN, say("measure.worth_union"), decimals]]} />
              <p>{tells(unions, voices())}</p>
            </>
          ) : (
            <Progress done={later} />
          )}
          <p class="note">{say("people.note")}</p>
        </>
      )}
    </Predict>
  );
}

const voices = () => ["one", "majority", "veto"].map((rule) => say(`voices.${rule}`));
const columns = (): Column[] => [
  ["people_arrivals", say("measure.arrivals"), decimals],
  ["people_harm", say("measure.harm"), decimals],
];

/** Under what fewest arrive, and fewest are in danger; what is not clearly worse is named, too. */
function tells(runs: Many[], names: string[]): string {
  const found = (name: string) => least(runs, name);
  const [harm, arrivals] = [found("people_harm"), found("people_arrivals")];
  if (harm.length === names.length && arrivals.length === names.length) return say("people.alike");
  const put = (which: number[]) => (which.length === names.length ? say("people.any") : list(which.map((i) => `“${names[i]}”`)));
  return say(String(harm) === String(arrivals) ? "people.both" : "people.apart", { harm: put(harm), arrivals: put(arrivals) });
}
