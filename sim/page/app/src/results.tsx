// A sweep as a map; any field of it can be opened, and any run of it replayed.

import { useEffect, useState } from "preact/hooks";
import { mean, read, type Settings } from "./data";
import { Grid } from "./charts";
import { link } from "./linking";
import { dials, ends, strategyName, who } from "./sandbox";
import { Pick, useCase } from "./ui";
import { capital, decimals, percent, say } from "./words";

interface Sweep {
  case: string;
  axes: string[];
  points: { at: (number | string)[]; runs: number; means: Record<string, number | null> }[];
  outcomes: string[];
  seed: number;
  replications: number;
}

export function Results() {
  const [sweep, setSweep] = useState<Sweep | null>(null);
  useEffect(() => void read("results").then(setSweep), []);
  return (
    <article class="screen">
      <h1>{say("results.title")}</h1>
      {sweep ? <Map sweep={sweep} /> : <p role="status">{say("loading")}</p>}
    </article>
  );
}

function Map({ sweep }: { sweep: Sweep }) {
  const source = useCase(sweep.case);
  const [outcome, setOutcome] = useState(sweep.outcomes[0]);
  const [down, setDown] = useState(0);
  const [across, setAcross] = useState(sweep.axes.length > 1 ? 1 : -1);
  const [point, setPoint] = useState(0);
  const [replication, setReplication] = useState(0);
  if (!source) return <p role="status">{say("loading")}</p>;
  const [ours, theirs] = ends(source, 0);
  const slots = { us: who(source, ours), them: who(source, theirs) };
  const name = (path: string) => {
    const dial = dials(source, 0).find((each) => each.path === path);
    return dial ? say(`dials.${dial.name}`, slots) : path;
  };
  const put = (value: number | string) => (typeof value === "number" ? String(Number(value.toPrecision(4))) : strategyName(value));
  const values = (axis: number) => (axis < 0 ? [""] : [...new Set(sweep.points.map(({ at }) => at[axis]))].sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : 0)));
  const rows = values(down);
  const columns = values(across);
  const cell = (row: number | string, column: number | string) =>
    mean(sweep.points.filter(({ at }) => at[down] === row && (across < 0 || at[across] === column)).map(({ means }) => means[outcome] ?? NaN));
  const chosen = sweep.points[point];
  const set: Settings = {};
  sweep.axes.forEach((path, i) => {
    if (path === "overrides") Object.assign(set, source.words.overrides[String(chosen.at[i])]?.set ?? {});
    else set[path] = chosen.at[i];
  });
  const setup = { case: sweep.case, table: 0, side: 1, n: sweep.replications, seed: sweep.seed, replication, set, wrong: "" };
  const axes = sweep.axes.map((path, value) => ({ value, text: capital(name(path)) }));
  const show = (value: number) => (Number.isNaN(value) ? "–" : outcome === "paper_agreement" ? percent(value) : decimals(value));
  return (
    <>
      <p class="lead">{say("results.text", { n: sweep.points.length, runs: sweep.replications })}</p>
      <label class="choose">
        {say("map.outcome")}{" "}
        <select value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)}>
          {sweep.outcomes.map((each) => (
            <option key={each} value={each}>
              {say(`outcomes.${each}`, slots)}
            </option>
          ))}
        </select>
      </label>
      {sweep.axes.length > 2 && (
        <>
          <Pick label={say("results.down")} value={down} options={axes.filter(({ value }) => value !== across)} onPick={setDown} />
          <Pick label={say("results.across")} value={across} options={axes.filter(({ value }) => value !== down)} onPick={setAcross} />
          <p class="note">{say("results.averaged")}</p>
        </>
      )}
      <p class="note">
        {say("results.rows", { what: name(sweep.axes[down]) })} {across >= 0 && say("results.columns", { what: name(sweep.axes[across]) })}
      </p>
      <Grid label={say(`outcomes.${outcome}`, slots)} rows={rows.map(put)} columns={across < 0 ? [say(`outcomes.${outcome}`, slots)] : columns.map(put)} values={rows.map((row) => columns.map((column) => cell(row, column)))} show={show} />
      <h2>{say("results.replay")}</h2>
      <div class="row">
        <label class="choose">
          {say("results.point")}{" "}
          <select value={point} onChange={(event) => setPoint(Number(event.currentTarget.value))}>
            {sweep.points.map(({ at }, i) => (
              <option key={i} value={i}>
                {at.map(put).join(", ")}
              </option>
            ))}
          </select>
        </label>
        <label class="choose">
          {say("results.run")}{" "}
          <input type="number" min={0} max={sweep.replications - 1} value={replication} onChange={(event) => setReplication(Math.max(0, Math.min(sweep.replications - 1, Math.round(Number(event.currentTarget.value)) || 0)))} />
        </label>
        <a class="button main" href={link(setup, "watch")}>{say("results.watch")}</a>
        <a class="button" href={link(setup, "9")}>{say("results.open")}</a>
      </div>
    </>
  );
}
