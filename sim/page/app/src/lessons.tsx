// The eleven screens. Every number is computed here and now, and words that state a result are
// chosen by what was computed.

import { useMemo, useState } from "preact/hooks";
import { board, margin, mean, typical, type Case, type Many, type Settings } from "./data";
import { Dots, Levels, Lines, Scales, Zones } from "./charts";
import { Play } from "./play";
import { Sandbox } from "./sandbox";
import { Chairs } from "./scene";
import { Session } from "./session";
import { Button, Predict, Progress, Slider, useCase, useRuns } from "./ui";
import { at, capital, decimals, list, percent, say } from "./words";

export const SCREENS = 11;
const CEUTA = "ceuta_2021";
const UNION = "eu_turkiye_2016";
const SAME = 0.005;
const STICK: Settings = { "actors.spain.strategy": "coercive", "actors.eu.strategy": "coercive" };
const NO_THREAT: Settings = { "parameters.threats.rate_destination": 0 };
const PARTNERS: Record<string, Settings> = {
  needy: { "actors.morocco.empowerment": 0.05, "actors.morocco.fiscal_stress": 0.8 },
  proud: { "actors.morocco.empowerment": 0.9, "actors.morocco.fiscal_stress": 0.1 },
};
const OWN = "welfare_destination";

const sets = (...all: Settings[]): Settings[] => all;
const options = (n: number): string[] => at(`screens.${n}.options`);
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) => Float64Array.from(a, (value, i) => value - b[i]);

function sorted(values: ArrayLike<number>) {
  const found = { better: 0, same: 0, worse: 0 };
  for (const value of Array.from(values)) found[value > SAME ? "better" : value < -SAME ? "worse" : "same"] += 1;
  return found;
}
const piles = (found: ReturnType<typeof sorted>) =>
  (["better", "same", "worse"] as const).map((key) => ({ name: say(`piles.${key}`), tone: key, count: found[key] }));
const verdict = ({ better, worse }: { better: number; worse: number }) => (better > 1.25 * worse ? "works" : worse > 1.25 * better ? "backfires" : "even");

export function Lesson({ n }: { n: number }) {
  const Screen = [Meet, FirstMove, TwoPartners, Weighing, Luck, Follow, Swap, Voices, Affected, Free, Limits][n];
  return (
    <article class={`screen screen-${n}`}>
      <h1>{say(`screens.${n}.title`)}</h1>
      <p class="lead">{say(`screens.${n}.text`)}</p>
      <Screen n={n} />
    </article>
  );
}

interface Screen {
  n: number;
}
const Loading = () => <p role="status">{say("loading")}</p>;

function Meet({ n }: Screen) {
  const source = useCase(CEUTA);
  const session = useMemo<Session | null>(() => source && new Session(source, 1), [source]);
  if (!session) return <Loading />;
  const items = session.items();
  const wanted = (mine: boolean) =>
    items
      .filter((item) => item.mine === mine && item.level < item.cap - 0.1)
      .sort((a, b) => weight(session, b.row) - weight(session, a.row))
      .slice(0, 2)
      .map(({ name }) => name);
  const asked: number = session.board.openings(1).demand;
  const possible = session.prices();
  return (
    <>
      <Chairs us={session.me} them={session.them} says={say("meet.want", { what: list(wanted(false)) })} answers={say("meet.want", { what: list(wanted(true)) })} />
      <Predict screen={n} question={say("screens.0.question", { us: session.me })} options={possible.map((row) => capital(session.cast.provision(row)))}>
        <p class="result">{say(asked >= 0 ? "meet.asks" : "meet.asks_nothing", { us: session.me, what: asked >= 0 ? session.cast.provision(asked) : "" })}</p>
        <h2>{say("meet.today")}</h2>
        <Levels items={items} plain givers={[session.me, session.them]} />
        <p class="note">{say("meet.given")}</p>
      </Predict>
    </>
  );
}

const weight = (session: Session, row: number) => session.board.value("provision", row, "worth") * (session.board.value("provision", row, "cap") - session.board.value("provision", row, "level"));

function FirstMove(_: Screen) {
  const source = useCase(CEUTA);
  const { runs, done } = useRuns(source, [{}], 200);
  if (!source || !runs) return <Progress done={done} />;
  // A run like most: the one in the middle of the first two hundred.
  const replication = typical(runs[0].column("welfare_partner", 0));
  return <Play source={source} seat={1} replication={replication} plain months={18} moves={["ask", "threaten"]} />;
}

function TwoPartners({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => Object.values(PARTNERS).flatMap((partner) => [{ ...STICK, ...partner, ...NO_THREAT }, { ...STICK, ...partner }]), []);
  const { runs, done } = useRuns(source, settings, 200);
  return (
    <Predict screen={n} question={say("screens.2.question")} options={options(n)}>
      {!source || !runs || runs.length < 4 ? (
        <Progress done={done} />
      ) : (
        <>
          <div class="columns">
            {Object.keys(PARTNERS).map((name, i) => (
              <Partner key={name} name={name} source={source} settings={settings.slice(2 * i, 2 * i + 2)} runs={runs.slice(2 * i, 2 * i + 2)} />
            ))}
          </div>
          <p class="result">{say(`partners.compare_${effect_of(difference(difference(runs[1].column(OWN), runs[0].column(OWN)), difference(runs[3].column(OWN), runs[2].column(OWN))))}`)}</p>
          <p class="note">{say("partners.note")}</p>
        </>
      )}
    </Predict>
  );
}

function Partner({ name, source, settings, runs }: { name: string; source: Case; settings: Settings[]; runs: Many[] }) {
  const gained = difference(runs[1].column(OWN), runs[0].column(OWN));
  const found = sorted(gained);
  // Where a threat changed something: the run in the middle of those, as most of them went.
  const changed = (value: number) => (found.better >= found.worse ? value > SAME : value < -SAME);
  const replication = typical(Array.from(gained, (value) => (changed(value) ? value : NaN)));
  const paths = useMemo(() => settings.map((set) => given(source, set, replication)), [source, replication]);
  return (
    <section>
      <h2>{say(`partners.${name}`)}</h2>
      <Lines
        label={say("partners.line")}
        months={source.horizon}
        low={Math.min(...paths.flat()) - 0.1}
        high={Math.max(...paths.flat()) + 0.1}
        lines={[
          { name: say("partners.without"), tone: "us", values: paths[0] },
          { name: say("partners.with"), tone: "threat", values: paths[1] },
        ]}
      />
      <Dots label={say("partners.dots")} piles={piles(found)} />
      <p>{say(`partners.${verdict(found)}`)}</p>
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

function Weighing({ n }: Screen) {
  const source = useCase(CEUTA);
  const [belief, setBelief] = useState(0.5);
  const [pride, setPride] = useState(0.5);
  const found = useMemo<ReturnType<typeof threatening>>(() => source && threatening(source, pride, belief), [source, pride, belief]);
  if (!source) return <Loading />;
  if (!found) return <p>{say("weigh.none")}</p>;
  const { session, lever, asked, weighed, before, during } = found;
  const us = session.me;
  const them = session.them;
  return (
    <Predict screen={n} question={say("screens.3.question")} options={options(n)}>
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
          <Zones zones={before} us={us} them={them} name={session.cast.issue} />
        </div>
        <div>
          <h3>{say("weigh.during")}</h3>
          <Zones zones={during} us={us} them={them} name={session.cast.issue} />
        </div>
      </div>
      <p class="result">{say(`weigh.${compare(during, before)}`)}</p>
    </Predict>
  );
}

const room = (zones: ReturnType<Session["zones"]>) => zones.reduce((sum, { there, mine }) => sum + (there ? Math.max(mine.best - mine.least, 0) : 0), 0);
const rest = (zones: ReturnType<Session["zones"]>) => zones.reduce((sum, { there, theirs }) => sum + (there ? Math.max(theirs.best - theirs.least, 0) : 0), 0);
function compare(during: ReturnType<Session["zones"]>, before: ReturnType<Session["zones"]>) {
  const [one, other] = [room(during) + rest(during), room(before) + rest(before)];
  return one < other - SAME ? "shrinks" : one > other + SAME ? "grows" : "stays";
}

/** The first threat of a destination that the rules allow, weighed, with the zone before and under it. */
function threatening(source: Case, pride: number, belief: number) {
  for (let seat = 0; seat < source.rows.seat; seat += 2) {
    const place = `tables.${source.names.tables[seat >> 1]}.destination.credibility`;
    const session = new Session(source, seat, { "actors.morocco.empowerment": pride, [place]: belief });
    for (let month = 0; month < 12; month++) {
      const { threaten, threaten_lever } = session.board.openings(seat);
      if (threaten >= 0) {
        const weighed = session.prospect(threaten_lever, threaten, 1) as any;
        const before = session.zones();
        if (session.threaten(threaten_lever, threaten, 1)) return { session, lever: threaten_lever, asked: threaten, weighed, before, during: session.zones() };
      }
      if (session.choice) session.answer(session.choice.move === "walk" ? 0 : session.choice.view.propensity);
      else session.advance();
      while (session.choice) session.answer(session.choice.move === "walk" ? 0 : session.choice.view.propensity);
    }
  }
  return null;
}

function Luck({ n }: Screen) {
  const source = useCase(CEUTA);
  const [power, setPower] = useState(0.5);
  const settings = useMemo(() => {
    const set = { ...STICK, "actors.morocco.empowerment": power };
    return [{ ...set, ...NO_THREAT }, set];
  }, [power]);
  const { runs, done } = useRuns(source, settings, 1000);
  const found = runs && runs.length === 2 ? sorted(difference(runs[1].column(OWN), runs[0].column(OWN))) : null;
  return (
    <Predict screen={n} question={say("screens.4.question")} options={options(n)}>
      <Slider label={say("luck.power")} value={power} step={0.1} shown={percent(power)} ends={[say("luck.needy"), say("luck.proud")]} onInput={setPower} />
      <Progress done={done} />
      {found && (
        <>
          <Dots label={say("luck.dots")} piles={piles(found)} />
          <p class="result">{say(`luck.${verdict(found)}`, { better: found.better, worse: found.worse })}</p>
        </>
      )}
    </Predict>
  );
}

function Follow({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => ["chosen", "always", "never"].map((how) => ({ ...STICK, "treatments.execution": how })), []);
  const { runs, done } = useRuns(source, settings, 1000);
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
  return (
    <Predict screen={n} question={say("screens.5.question")} options={options(n)}>
      <Progress done={done} />
      {found && (
        <>
          <div class="columns">
            <section>
              <h2>{say("follow.naive")}</h2>
              <Gap value={found.naive} margin={found.naiveMargin} />
              <p>{say("follow.naive_says", { did: found.did, not: found.not })}</p>
            </section>
            <section>
              <h2>{say("follow.paired")}</h2>
              <Gap value={found.paired} margin={found.pairedMargin} />
              <p>{say("follow.paired_says", { n: found.pairs })}</p>
            </section>
          </div>
          <p class="result">
            {say(`follow.${found.paired + found.pairedMargin < 0 ? "costs" : found.paired - found.pairedMargin > 0 ? "pays" : "unclear"}`)}{" "}
            {say(`follow.${Math.abs(found.naive - found.paired) > found.naiveMargin + found.pairedMargin ? "misleads" : "agrees"}`)}
          </p>
          <p class="small">{say("follow.interval")}</p>
        </>
      )}
    </Predict>
  );
}

/** A difference with its interval, on a line through zero. */
function Gap({ value, margin }: { value: number; margin: number }) {
  const most = Math.max(Math.abs(value) + margin, 0.1) * 1.15;
  const x = (number: number) => 160 + (150 * number) / most;
  return (
    <svg viewBox="0 0 320 62" class="gap" role="img" aria-label={`${decimals(value)} ± ${decimals(margin)}`}>
      <line class="axis" x1="10" x2="310" y1="34" y2="34" />
      <line class="zero" x1="160" x2="160" y1="12" y2="48" />
      <line class="reach" x1={x(value - margin)} x2={x(value + margin)} y1="34" y2="34" />
      <circle class={value < 0 ? "worse" : "better"} cx={x(value)} cy="34" r="8" />
      <text class="label" x={x(value)} y="18" text-anchor="middle">{decimals(value)}</text>
      <text class="label" x="10" y="58">{say("follow.worse")}</text>
      <text class="label" x="310" y="58" text-anchor="end">{say("follow.better")}</text>
    </svg>
  );
}

function Swap({ n }: Screen) {
  const source = useCase(CEUTA);
  const [linked, setLinked] = useState(true);
  const settings = useMemo(() => sets({}, { "treatments.linkage": "none" }), []);
  const { runs, done } = useRuns(source, settings, 500);
  const set = settings[linked ? 0 : 1];
  if (!source) return <Loading />;
  const ready = runs && runs.length === 2;
  return (
    <>
      <Predict screen={n} question={say("screens.6.question")} options={options(n)}>
        <Progress done={done} />
        {ready && (
          <>
            <Measures
              runs={runs}
              names={[say("swap.linked"), say("swap.apart")]}
              columns={[["paper_agreement", say("measure.agreement"), percent], ["welfare_partner", say("measure.worth", { who: "Morocco" }), decimals], [OWN, say("measure.worth", { who: "Spain" }), decimals]]}
            />
            <p class="result">{say(`swap.${effect(runs, "welfare_partner")}`)}</p>
          </>
        )}
      </Predict>
      <h2>{say("swap.play")}</h2>
      <div class="row">
        <Button pressed={linked} onClick={() => setLinked(true)}>{say("swap.linked")}</Button>
        <Button pressed={!linked} onClick={() => setLinked(false)}>{say("swap.apart")}</Button>
      </div>
      <Play source={source} seat={1} set={set} replication={ready ? typical(runs[0].column("welfare_partner", 0)) : 0} />
    </>
  );
}

/** Whether the second setting brings more, less or the same of an outcome, run by run. */
function effect(runs: Many[], name: string): "more" | "less" | "same" {
  return effect_of(difference(runs[1].column(name), runs[0].column(name)));
}

function effect_of(pairs: Float64Array): "more" | "less" | "same" {
  const middle = mean(pairs);
  const wide = margin(pairs);
  return middle - wide > 0 ? "more" : middle + wide < 0 ? "less" : "same";
}

type Column = [string, string, (value: number) => string];

function Measures({ runs, names, columns }: { runs: Many[]; names: string[]; columns: Column[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say("measure.table")}>
      <table class="measures">
        <thead>
          <tr>
            <td />
            {columns.map(([key, name]) => <th scope="col" key={key}>{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map(([key, , show]) => {
                const values = runs[i].column(key);
                const value = mean(values);
                const all = runs.map((each) => mean(each.column(key)));
                const most = Math.max(...all.map(Math.abs), 1e-9);
                return (
                  <td key={key}>
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" class="small-bar" aria-hidden="true">
                      <rect class={value < 0 ? "minus" : "plus"} width={(100 * Math.abs(value || 0)) / most} height="8" rx="2" />
                    </svg>
                    {Number.isNaN(value) ? say("measure.none") : show(value)}
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

function Voices({ n }: Screen) {
  const source = useCase(UNION);
  const settings = useMemo(() => sets({ "treatments.members": "off" }, {}, { "treatments.linkage": "none" }), []);
  const { runs, done } = useRuns(source, settings, 500);
  const ready = runs && runs.length === 3;
  return (
    <Predict screen={n} question={say("screens.7.question")} options={options(n)}>
      <Progress done={done} />
      {ready && (
        <>
          <Measures
            runs={runs}
            names={[say("voices.one"), say("voices.many"), say("voices.apart")]}
            columns={[["paper_agreement", say("measure.agreement"), percent], ["paper_months", say("measure.months"), (value) => String(Math.round(value))], [OWN, say("measure.worth_union"), decimals]]}
          />
          <p class="result">
            {say(`voices.${effect(runs, "paper_agreement")}`)} {say(`voices.rolling_${effect([runs[1], runs[2]], OWN)}`)}
          </p>
        </>
      )}
    </Predict>
  );
}

function Affected({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(
    () => sets(
      { "actors.morocco.strategy": "cooperative" },
      { "actors.morocco.strategy": "reverse_conditionality" },
      { "actors.morocco.strategy": "blackmail" },
      { "actors.morocco.strategy": "tit_for_tat" },
      { "treatments.linkage": "none" },
    ),
    [],
  );
  const { runs, done } = useRuns(source, settings, 500);
  const ready = runs && runs.length === settings.length;
  const harm = ready ? runs.map((each) => mean(each.column("people_harm"))) : [];
  const arrivals = ready ? runs.map((each) => mean(each.column("people_arrivals"))) : [];
  // Whatever is as good as the best to what is shown.
  const least = (values: number[]) => list(options(n).filter((_, i) => values[i] < Math.min(...values) + SAME));
  return (
    <Predict screen={n} question={say("screens.8.question")} options={options(n)}>
      <Progress done={done} />
      {ready && (
        <>
          <Measures
            runs={runs}
            names={options(n)}
            columns={[["people_arrivals", say("measure.arrivals"), decimals], ["people_harm", say("measure.harm"), decimals], ["welfare_partner", say("measure.worth", { who: "Morocco" }), decimals], [OWN, say("measure.worth", { who: "Spain" }), decimals]]}
          />
          <p class="result">{say(least(harm) === least(arrivals) ? "people.both" : "people.apart", { harm: least(harm), arrivals: least(arrivals) })}</p>
          <p class="note">{say("people.note")}</p>
        </>
      )}
    </Predict>
  );
}

const Free = (_: Screen) => <Sandbox />;

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

const stands = (own: string, other: string) => (own === other ? "holds" : own !== "same" && other !== "same" ? "fails" : "unclear");

function Limits({ n }: Screen) {
  const source = useCase(CEUTA);
  const settings = useMemo(() => {
    const proud = { ...STICK, ...PARTNERS.proud };
    return [[], ...STRUCTURE.map((change) => [change])].flatMap((change) => {
      const set = { ...proud, ...Object.fromEntries(change) };
      return [{ ...set, ...NO_THREAT }, set];
    });
  }, []);
  const { runs, done } = useRuns(source, settings, 300);
  const ready = runs && runs.length === settings.length;
  const results = ready ? settings.filter((_, i) => i % 2).map((_, i) => effect(runs.slice(2 * i, 2 * i + 2), OWN)) : [];
  const evidence: Record<string, number> = source?.words.evidence ?? {};
  return (
    <Predict screen={n} question={say("screens.10.question")} options={options(n)}>
      {source && (
        <>
          <Dots label={say("limits.numbers", { title: source.title })} piles={["source", "coded", "assumed"].map((word) => ({ name: say(`limits.${word}`), tone: word, count: evidence[word] ?? 0 }))} />
          <p class="note">{say("limits.sources", { n: source.words.sources })}</p>
        </>
      )}
      <h2>{say("limits.misses")}</h2>
      <ul class="plain">{(at("limits.missing") as string[]).map((text) => <li key={text}>{text}</li>)}</ul>
      <h2>{say("limits.structure")}</h2>
      <Progress done={done} />
      {ready && (
        <>
          <p>{say(`limits.${results[0]}`)}</p>
          <ul class="plain checks">
            {STRUCTURE.map(([path, value], i) => (
              <li key={path + value} class={stands(results[0], results[i + 1])}>
                <b>{say(`limits.${stands(results[0], results[i + 1])}`)}</b> {say(`structure.${path.split(".")[1]}_${value}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Predict>
  );
}

