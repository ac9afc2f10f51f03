// Two runs side by side under the same shocks.

import { useEffect, useMemo, useState } from "preact/hooks";
import { board, type Case, type Settings } from "./data";
import { Levels } from "./charts";
import { fitted, readLink, type Setup } from "./linking";
import { teaching } from "./teacher";
import { dials, ends, strategyName, who } from "./sandbox";
import { told } from "./story";
import type { Item } from "./session";
import { Button, Notice, Slider, useCase } from "./ui";
import { at, capital, decimals, say } from "./words";

export function Watch() {
  const [setup, setSetup] = useState<Setup>(() => readLink());
  useEffect(() => {
    const follow = () => setSetup(readLink());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const source = useCase(setup.case);
  return (
    <article class="screen">
      <h1>{say("watch.title")}</h1>
      <p class="lead">{say("watch.text")}</p>
      {source?.name === setup.case ? <Pair key={JSON.stringify(setup)} source={source} setup={fitted(source, setup)} /> : <p role="status">{say("loading")}</p>}
    </article>
  );
}

interface Played {
  board: any;
  lines: { month: number; text: string }[];
}

function Pair({ source, setup }: { source: Case; setup: Setup }) {
  const { table } = setup;
  const { frozen } = teaching.use();
  const [ours, theirs] = ends(source, table);
  const possible = choices(source, setup, table);
  const [chosen, setChosen] = useState(possible[0]?.name ?? "");
  const [replication, setReplication] = useState(setup.replication);
  const [month, setMonth] = useState(0);
  const [running, setRunning] = useState(false);
  const [speed, setSpeed] = useState(2);
  const other = possible.find(({ name }) => name === chosen)?.set ?? {};
  const pair = useMemo(() => [setup.set, { ...setup.set, ...other }].map((set) => play(source, set, setup.seed, replication)), [source, chosen, replication]);
  const months = Math.min(...pair.map((each) => each.board.month));
  useEffect(() => {
    if (!running || frozen) return;
    const timer = setInterval(() => setMonth((now) => (now + 1 >= months ? (setRunning(false), months - 1) : now + 1)), 1600 / speed);
    return () => clearInterval(timer);
  }, [running, speed, months, frozen]);
  const names = [say("watch.base"), chosen];
  return (
    <>
      <Notice text={setup.wrong} />
      <div class="row">
        <label class="choose">
          {say("watch.other")}{" "}
          <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {possible.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choose">
          {say("watch.luck")}{" "}
          <input type="number" min={0} max={9999} value={replication} onChange={(event) => setReplication(Math.max(0, Math.round(Number(event.currentTarget.value)) || 0))} />
        </label>
      </div>
      <div class="row">
        <Button kind="main" onClick={() => { if (month >= months - 1) setMonth(0); setRunning(!running); }}>{say(running ? "watch.pause" : "watch.play")}</Button>
        <Button onClick={() => setMonth(Math.max(0, month - 1))} label={say("watch.back")}>‹</Button>
        <Button onClick={() => setMonth(Math.min(months - 1, month + 1))} label={say("watch.step")}>›</Button>
        <Slider label={say("watch.speed")} low={1} high={8} step={1} value={speed} onInput={setSpeed} />
      </div>
      <Slider label={say("watch.month")} low={0} high={months - 1} step={1} value={month} shown={calendar(source, month)} onInput={setMonth} />
      <div class="columns">
        {pair.map((each, i) => (
          <section key={i} aria-label={names[i]}>
            <h2>{names[i]}</h2>
            <Levels items={levels(source, each.board, table, month)} givers={[who(source, ours), who(source, theirs)]} />
            <Facts source={source} board={each.board} table={table} month={month} us={who(source, ours)} them={who(source, theirs)} />
            <div class="story">
              {each.lines
                .filter((line) => line.month <= month && line.month > month - 6)
                .slice(-5)
                .reverse()
                .map((line, k) => (
                  <p key={k} class={line.month === month ? "new" : ""}>
                    <b>{calendar(source, line.month)}</b> {line.text}
                  </p>
                ))}
            </div>
          </section>
        ))}
      </div>
    </>
  );
}

function choices(source: Case, setup: Setup, table: number): { name: string; set: Settings }[] {
  const fits = (set: Settings) => Object.keys(set).every((path) => source.paths[path] && !source.paths[path].derived && !source.paths[path].closed && !(path in setup.set));
  const found = Object.values(source.words.overrides as Record<string, { says: string; set: Settings }>).filter(({ set }) => fits(set)).map(({ says, set }) => ({ name: says, set }));
  ends(source, table).forEach((actor) => {
    const path = `actors.${actor}.strategy`;
    for (const name of Object.keys(source.paths[path].choices ?? {}))
      if (name !== source.paths[path].value && !(path in setup.set)) found.push({ name: say("watch.strategy", { who: who(source, actor), strategy: strategyName(name) }), set: { [path]: name } });
  });
  for (const { name, path } of dials(source, table).slice(0, 2))
    for (const value of [0.1, 0.9]) if (!(path in setup.set)) found.push({ name: `${say(`dials.${name}`, { us: who(source, ends(source, table)[0]), them: who(source, ends(source, table)[1]) })}: ${decimals(value)}`, set: { [path]: value } });
  return found;
}

function play(source: Case, set: Settings, seed: number, replication: number): Played {
  const made = board(source, { set });
  made.play(seed, replication);
  const quiet: string[] = at("quiet");
  return { board: made, lines: told(source, made).filter(({ row }) => !quiet.includes(row.kind)) };
}

function levels(source: Case, played: any, table: number, month: number): Item[] {
  const rows = source.rows.provision;
  const p = (row: number, field: string) => played.value("provision", row, field);
  return Array.from({ length: rows }, (_, row) => row)
    .filter((row) => p(row, "table") === table)
    .map((row) => ({
      row,
      name: capital(source.words.provisions[row]),
      mine: p(row, "giver") === 0,
      level: played.value("months_provision", month * rows + row, "level"),
      before: p(row, "start"),
      cap: p(row, "cap"),
      whole: p(row, "divisible") === 0,
    }));
}

function Facts({ source, board, table, month, us, them }: { source: Case; board: any; table: number; month: number; us: string; them: string }) {
  const t = (field: string) => board.value("months_table", month * source.rows.table + table, field);
  const rows: [string, number][] = [
    [say("watch.trust", { a: them, b: us }), t("trust_partner")],
    [say("watch.anger", { a: them, b: us }), t("grievance_partner")],
    [say("watch.arrivals"), t("arrivals")],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{decimals(value)}</dd>
        </div>
      ))}
      <div>
        <dt>{say("watch.agreement")}</dt>
        <dd>{say(t("in_force") > 0 ? "watch.yes" : "watch.no")}</dd>
      </div>
    </dl>
  );
}

function calendar(source: Case, month: number): string {
  const [year, first] = source.month_zero.split("-").map(Number);
  const whole = first - 1 + month;
  return `${at("months")[whole % 12]} ${year + Math.floor(whole / 12)}`;
}
