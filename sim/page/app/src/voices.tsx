// Screens 6 and 7: one thing paid for with another, and a union of many members.

import { useMemo, useState } from "preact/hooks";
import { CEUTA, difference, effect, effectOf, OWN, THEIRS, UNION } from "./contrast";
import { board, layout, typical, type Case, type Many, type Settings } from "./data";
import { Measures } from "./measures";
import { Play } from "./play";
import { rows } from "./story";
import { Button, Pick, Predict, Progress, useCase, useRuns } from "./ui";
import { at, capital, decimals, list, percent, say } from "./words";

interface Screen {
  n: number;
}
const options = (n: number): string[] => at(`screens.${n}.options`);
const RUNS = 500;

export function Swap({ n }: Screen) {
  const source = useCase(CEUTA);
  const [linked, setLinked] = useState(true);
  const settings = useMemo((): Settings[] => [{}, { "treatments.linkage": "none" }], []);
  const { runs, done } = useRuns(source, settings, RUNS);
  const set = settings[linked ? 0 : 1];
  if (!source) return <p role="status">{say("loading")}</p>;
  const ready = runs && runs.length === 2;
  return (
    <>
      <Predict screen={n} question={say("screens.6.question")} options={options(n)}>
        <Progress done={done} />
        {ready && (
          <>
            <p class="result">{say(`swap.${effect(runs, THEIRS)}`)}</p>
            <Measures
              runs={runs}
              names={[say("swap.linked"), say("swap.apart")]}
              columns={[["paper_agreement", say("measure.agreement"), percent], [THEIRS, say("measure.worth", { who: "Morocco" }), decimals], [OWN, say("measure.worth", { who: "Spain" }), decimals]]}
            />
          </>
        )}
      </Predict>
      <h2>{say("swap.play")}</h2>
      <div class="row">
        <Button pressed={linked} onClick={() => setLinked(true)}>{say("swap.linked")}</Button>
        <Button pressed={!linked} onClick={() => setLinked(false)}>{say("swap.apart")}</Button>
      </div>
      <Play source={source} seat={1} set={set} replication={ready ? typical(runs[0].column(THEIRS, 0)) : 0} />
    </>
  );
}

type Rule = "one" | "majority" | "veto";
const VOTING = { majority: "qualified_majority", veto: "unanimity" };

/** How the union decides, as settings of the case. */
export function union(rule: Rule, paid: boolean): Settings {
  if (rule === "one") return { "treatments.members": "off" };
  return { "treatments.members": "on", "actors.eu.voting": VOTING[rule], "treatments.log_rolling": paid ? "on" : "off" };
}

export function Voices({ n }: Screen) {
  const source = useCase(UNION);
  const [rule, setRule] = useState<Rule>("veto");
  const [paid, setPaid] = useState(false);
  const settings = useMemo(() => [union("one", false), union(rule, false), union(rule, paid)], [rule, paid]);
  const { runs, done } = useRuns(source, settings, RUNS);
  const ready = source && runs && runs.length === 3;
  const names = [say("voices.one"), say(`voices.${rule}`), say("voices.with_money", { rule: say(`voices.${rule}`) })];
  const shown = rule === "one" ? [0] : paid ? [0, 1, 2] : [0, 1];
  return (
    <Predict screen={n} question={say("screens.7.question")} options={options(n)}>
      <Pick label={say("voices.who")} value={rule} options={(["one", "majority", "veto"] as Rule[]).map((value) => ({ value, text: say(`voices.${value}`), note: say(`voices.${value}_note`) }))} onPick={setRule} />
      {rule !== "one" && (
        <Pick label={say("voices.money")} value={paid ? "yes" : "no"} options={["no", "yes"].map((value) => ({ value, text: say(`voices.money_${value}`) }))} onPick={(value) => setPaid(value === "yes")} />
      )}
      <Progress done={done} />
      {ready && (
        <>
          <p class="result">
            {rule === "one" ? say("voices.alone") : say(`voices.votes_${effect(runs.slice(0, 2), "paper_agreement")}`)}{" "}
            {rule !== "one" && paid && `${say(`voices.money_${effect(runs.slice(1), "paper_agreement")}`)} ${say(`voices.gain_${effectOf(difference(runs[2].column(OWN), runs[1].column(OWN)))}`)}`}
          </p>
          <Measures
            runs={shown.map((i) => runs[i])}
            names={shown.map((i) => names[i])}
            chosen={shown.length - 1}
            columns={[["paper_agreement", say("measure.agreement"), percent], ["paper_months", say("measure.months"), (value) => String(Math.round(value))], [OWN, say("measure.worth_union"), decimals]]}
          />
          {rule !== "one" && <Ballot source={source} set={settings[2]} runs={runs[2]} />}
        </>
      )}
    </Predict>
  );
}

interface Vote {
  passed: boolean;
  /** Whether those in favour were enough without paying others. */
  enough: boolean;
  members: { name: string; margin: number }[];
}

/** The first vote of a run that was like most. */
function Ballot({ source, set, runs }: { source: Case; set: Settings; runs: Many }) {
  const vote = useMemo(() => firstVote(source, set, runs), [source, set, runs]);
  if (!vote) return <p class="note">{say("voices.no_vote")}</p>;
  const against = vote.members.filter(({ margin }) => margin < 0);
  const how = !against.length ? "all" : vote.passed ? (vote.enough ? "passed" : "paid") : "stopped";
  return (
    <section>
      <h2>{say("voices.ballot")}</h2>
      <ul class="ballot">
        {vote.members.map(({ name, margin }) => (
          <li key={name} class={margin < 0 ? "against" : "in-favour"}>
            <b aria-hidden="true">{margin < 0 ? "✗" : "✓"}</b>
            <span>{capital(name)}</span>
            <small>{say(margin < 0 ? "voices.short" : "voices.enough", { value: decimals(Math.abs(margin)) })}</small>
          </li>
        ))}
      </ul>
      <p>{say(`voices.${how}`, { who: capital(list(against.map(({ name }) => name))) })}</p>
      <p class="small">{say("voices.ballot_note")}</p>
    </section>
  );
}

const TRIES = 40;

function firstVote(source: Case, set: Settings, runs: Many): Vote | null {
  const worth = Array.from(runs.column(OWN));
  const middle = worth[typical(worth)];
  const nearest = worth.map((value, i) => [Math.abs(value - middle), i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const played = board(source, { set });
  const union = source.names.actors.indexOf("eu");
  const members = Array.from({ length: source.rows.actor }, (_, row) => row).filter((row) => played.value("actor", row, "member_of") === union);
  const phase = layout().phases.indexOf("ratification");
  for (const [, replication] of nearest.slice(0, TRIES)) {
    played.start(0, replication);
    while (played.month < played.horizon) {
      const { month } = played;
      played.phases(0, phase);
      const logged = rows(played, month).length;
      played.phases(phase, phase + 1);
      // The margins that stand then are those of the vote, surprises in each capital included.
      const decided = rows(played, month).slice(logged).find(({ kind, table }) => (kind === "in_force" || kind === "voted_down") && played.value("table", table, "has_members") === 1);
      if (decided) return { passed: decided.kind === "in_force", ...counted(played, source, union, members) };
      played.phases(phase + 1);
    }
  }
  return null;
}

function counted(played: any, source: Case, union: number, members: number[]): Omit<Vote, "passed"> {
  const of = (row: number, field: string): number => played.value("actor", row, field);
  const ayes = members.filter((row) => of(row, "margin") >= 0);
  const people = (rows: number[]) => rows.reduce((sum, row) => sum + of(row, "population"), 0);
  const enough = ayes.length >= of(union, "least_states") * members.length - 1e-9 && people(ayes) >= of(union, "least_people") * people(members) - 1e-9;
  return { enough, members: members.map((row) => ({ name: source.words.actors[row], margin: of(row, "margin") })) };
}
