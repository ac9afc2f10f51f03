// Any case, any seat, any strategies: many runs as distributions, a map, a link, a command.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { many, mean, type Case, type Settings, type Stop } from "./data";
import { Grid, Stacks } from "./charts";
import { Button, Notice, Progress, Slider, useCase, useRuns } from "./ui";
import { at, capital, decimals, percent, say, worded } from "./words";
import { command, fitted, index, link, readLink, type Setup } from "./linking";

const OUTCOMES = ["welfare_destination", "welfare_partner", "paper_months", "people_arrivals", "people_harm", "process_concession_destination", "process_concession_partner"];
const MAP_RUNS = 200;

/** Six numbers of a table that matter most, in plain words, each with its path. */
export function dials(source: Case, table: number): { name: string; path: string }[] {
  const [ours, theirs] = ends(source, table);
  const place = `tables.${source.names.tables[table]}`;
  return [
    { name: "power", path: `actors.${theirs}.empowerment` },
    { name: "need", path: `actors.${theirs}.fiscal_stress` },
    { name: "voice", path: `actors.${ours}.coherence` },
    { name: "fear", path: `actors.${ours}.vulnerability` },
    { name: "home", path: `actors.${ours}.hurdle` },
    { name: "trust", path: `${place}.partner.trust` },
  ].filter(({ path }) => source.paths[path]?.cells);
}

/** Keys of the actors at a table: destination, partner. */
export function ends(source: Case, table: number): [string, string] {
  const find = (side: string): string => source.paths[`tables.${source.names.tables[table]}.${side}.actor`].value;
  return [find("destination"), find("partner")];
}

export const who = (source: Case, actor: string): string => capital(source.words.actors[source.names.actors.indexOf(actor)]);
export const strategyName = (name: string): string => at(`strategies.${name}`) ?? worded(name);

export function Sandbox() {
  const [setup, setSetup] = useState<Setup>(() => readLink());
  const source = useCase(setup.case);
  const keep = (changed: Setup) => {
    const next = { ...changed, wrong: "" };
    setSetup(next);
    history.replaceState(null, "", link(next));
  };
  useEffect(() => {
    const follow = () => setSetup(readLink());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return (
    <div class="sandbox">
      <label class="choose">
        {say("sandbox.case")}{" "}
        <select value={setup.case} onChange={(event) => keep({ ...setup, case: event.currentTarget.value, table: 0, set: {} })}>
          {index().map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {source && source.name === setup.case ? <Desk source={source} setup={fitted(source, setup)} keep={keep} /> : <p role="status">{say("loading")}</p>}
    </div>
  );
}

function Desk({ source, setup, keep }: { source: Case; setup: Setup; keep: (setup: Setup) => void }) {
  const { table } = setup;
  const [ours, theirs] = ends(source, table);
  const settings = useMemo(() => [setup.set, {}], [JSON.stringify(setup.set)]);
  const { runs, done, cancel, failed } = useRuns(source, settings, setup.n, setup.seed);
  const [copied, setCopied] = useState("");
  const set = (path: string, value: number | string) => {
    const next = { ...setup.set, [path]: value };
    if (source.paths[path].value === value) delete next[path];
    keep({ ...setup, set: next });
  };
  const copy = (text: string, what: string) =>
    void (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(
      () => setCopied(say(`sandbox.copied_${what}`)),
      () => setCopied(text),
    );
  const line = command(source, setup);
  const agreement = runs && mean(runs[0].column("paper_agreement", table));
  const before = runs && runs.length > 1 ? mean(runs[1].column("paper_agreement", table)) : null;
  return (
    <>
      <Notice text={setup.wrong} />
      {source.names.tables.length > 1 && (
        <label class="choose">
          {say("sandbox.table")}{" "}
          <select value={table} onChange={(event) => keep({ ...setup, table: Number(event.currentTarget.value) })}>
            {source.names.tables.map((name: string, i: number) => (
              <option key={name} value={i}>
                {ends(source, i).map((actor) => who(source, actor)).join(" – ")}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="columns">
        <section>
          <h2>{say("sandbox.settings")}</h2>
          {([ours, theirs] as const).map((actor, side) => {
            const path = `actors.${actor}.strategy`;
            const entry = source.paths[path];
            return (
              <label class="choose" key={actor + side}>
                {who(source, actor)}{" "}
                <select value={String(setup.set[path] ?? entry.value)} onChange={(event) => set(path, event.currentTarget.value)}>
                  {Object.keys(entry.choices ?? { [entry.value]: 0 }).map((name) => (
                    <option key={name} value={name}>
                      {strategyName(name)}
                    </option>
                  ))}
                </select>
              </label>
            );
          })}
          {dials(source, table).map(({ name, path }) => {
            const value = Number(setup.set[path] ?? source.paths[path].value ?? 0);
            return <Slider key={path} label={say(`dials.${name}`, { us: who(source, ours), them: who(source, theirs) })} value={value} step={0.05} shown={decimals(value)} onInput={(next) => set(path, next)} />;
          })}
          <div class="row">
            <label class="choose">
              {say("sandbox.runs")}{" "}
              <select value={setup.n} onChange={(event) => keep({ ...setup, n: Number(event.currentTarget.value) })}>
                {[200, 1000, 2000].map((n) => (
                  <option key={n} value={n}>
                    {n}
                  </option>
                ))}
              </select>
            </label>
            <Button kind="quiet" onClick={() => keep({ ...setup, set: {} })}>{say("sandbox.reset")}</Button>
          </div>
          <div class="row">
            <Button onClick={() => copy(location.href, "link")}>{say("sandbox.link")}</Button>
            <Button onClick={() => copy(line, "command")}>{say("sandbox.command")}</Button>
            <a class="button" href={link(setup, "play")}>{say("sandbox.play")}</a>
            <a class="button" href={link(setup, "watch")}>{say("sandbox.watch")}</a>
          </div>
          <pre class="command" tabIndex={0} aria-label={say("sandbox.command")}><code>{line}</code></pre>
          <p role="status" class="small">{copied}</p>
        </section>
        <section aria-live="polite">
          <h2>{say("sandbox.results")}</h2>
          <Progress done={done} cancel={cancel} />
          {failed && <p class="wrong" role="alert">{failed}</p>}
          {runs && agreement !== null && (
            <>
              <p class="result">
                {say("sandbox.agreement", { share: percent(agreement) })}
                {before !== null && Object.keys(setup.set).length > 0 && ` ${say("sandbox.before", { share: percent(before) })}`}
              </p>
              <div class="spread">
              {OUTCOMES.map((name) => (
                <Stacks
                  key={name}
                  values={runs[0].column(name, name.startsWith("people") ? -1 : table)}
                  ghost={runs.length > 1 && Object.keys(setup.set).length ? runs[1].column(name, name.startsWith("people") ? -1 : table) : undefined}
                  tone={name.endsWith("partner") ? "them" : name.endsWith("destination") ? "us" : "neutral"}
                  label={say(`outcomes.${name}`, { us: who(source, ours), them: who(source, theirs) })}
                  unit={name === "paper_months" ? (value) => String(Math.round(value)) : undefined}
                />
              ))}
              </div>
              <p class="small">{say("sandbox.ghost")}</p>
            </>
          )}
        </section>
      </div>
      <Strategies key={source.name + table} source={source} table={table} setup={setup} />
    </>
  );
}

/** Each strategy of one side against each of the other. */
function Strategies({ source, table, setup }: { source: Case; table: number; setup: Setup }) {
  const [ours, theirs] = ends(source, table);
  const choices = (actor: string) => Object.keys(source.paths[`actors.${actor}.strategy`].choices ?? {});
  const [outcome, setOutcome] = useState("paper_agreement");
  const [found, setFound] = useState<(Record<string, number> | null)[][] | null>(null);
  const [done, setDone] = useState(1);
  const stop = useRef<Stop>({ stopped: true });
  useEffect(() => () => void (stop.current.stopped = true), []);
  const rows = choices(ours);
  const columns = choices(theirs);
  if (rows.length < 2 || columns.length < 2) return null;
  const measured = ["paper_agreement", "welfare_destination", "welfare_partner", "people_arrivals", "people_harm"];
  const play = async () => {
    const mine: Stop = { stopped: false };
    stop.current = mine;
    const cells: (Record<string, number> | null)[][] = rows.map(() => columns.map(() => null));
    setFound(cells);
    for (const [i, us] of rows.entries())
      for (const [j, them] of columns.entries()) {
        const set: Settings = { ...setup.set, [`actors.${ours}.strategy`]: us, [`actors.${theirs}.strategy`]: them };
        const runs = await many(source, set, { count: MAP_RUNS, seed: setup.seed, stop: mine });
        if (!runs || mine.stopped) return setDone(1);
        cells[i][j] = Object.fromEntries(measured.map((name) => [name, mean(runs.column(name, name.startsWith("people") ? -1 : table))]));
        setFound([...cells]);
        setDone((i * columns.length + j + 1) / (rows.length * columns.length));
      }
  };
  const slots = { us: who(source, ours), them: who(source, theirs) };
  return (
    <section class="strategies">
      <h2>{say("map.title")}</h2>
      <p>{say("map.says", { n: MAP_RUNS, ...slots })}</p>
      <div class="row">
        <Button kind="main" disabled={done < 1} onClick={() => { setDone(0); void play().catch(() => setDone(1)); }}>{say("map.play")}</Button>
        <label class="choose">
          {say("map.outcome")}{" "}
          <select value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)}>
            {measured.map((name) => (
              <option key={name} value={name}>
                {say(`outcomes.${name}`, slots)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Progress done={done} cancel={() => { stop.current.stopped = true; stop.current.now?.(); setDone(1); }} />
      {found && (
        <Grid
          label={say(`outcomes.${outcome}`, slots)}
          rows={rows.map(strategyName)}
          columns={columns.map(strategyName)}
          values={found.map((row) => row.map((cell) => cell && cell[outcome]))}
          show={outcome === "paper_agreement" ? percent : decimals}
        />
      )}
    </section>
  );
}

