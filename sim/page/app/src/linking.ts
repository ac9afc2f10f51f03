// Links that hold a setting to the last digit, and the command that plays the same.

import { allowed } from "../../../browser/engine.js";
import type { Case, Settings } from "./data";
import { say } from "./words";

export interface Setup {
  case: string;
  table: number;
  side: number;
  n: number;
  seed: number;
  replication: number;
  set: Settings;
  /** What a link asks for that there is not, as one sentence, or "". */
  wrong: string;
}

let cases: { name: string; title: string }[] = [];
export const index = () => cases;
export const setIndex = (found: typeof cases) => {
  cases = found;
};

const USUAL: Setup = { case: "", table: 0, side: 1, n: 1000, seed: 0, replication: 0, set: {}, wrong: "" };
const KEYS = ["case", "table", "side", "n", "seed", "replication", "set"];
/** The most that each number of a link may be. */
const MOST: Partial<Record<keyof Setup, number>> = { table: 999, side: 1, n: 20000, seed: Number.MAX_SAFE_INTEGER, replication: 999999 };

/** Where a link leads: a screen's number or a room's name. */
export const place = (): string => location.hash.replace(/^#\/?/, "").split("?")[0] || "0";

export function readLink(): Setup {
  const given = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const wrong: string[] = [];
  const whole = (name: keyof Setup) => {
    const text = given.get(name);
    const value = Number(text);
    const most = MOST[name]!;
    if (text === null) return USUAL[name] as number;
    if (/^\d+$/.test(text) && value >= (name === "n" ? 1 : 0) && value <= most) return value;
    wrong.push(say("link.number", { name, given: short(text), most: most.toLocaleString("en") }));
    return USUAL[name] as number;
  };
  for (const key of given.keys()) if (!KEYS.includes(key)) wrong.push(say("link.key", { given: short(key) }));
  const set: Settings = {};
  for (const each of given.getAll("set")) {
    const [path, text] = [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)];
    if (!each.includes("=")) wrong.push(say("link.set", { given: short(each) }));
    else set[path] = text === "null" ? null : text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  }
  const asked = given.get("case");
  const known = cases.some(({ name }) => name === asked);
  const found = {
    case: known ? asked! : (cases.find(({ name }) => name === "ceuta_2021") ?? cases[0]).name,
    table: whole("table"),
    side: whole("side"),
    n: whole("n"),
    seed: whole("seed"),
    replication: whole("replication"),
    set: known || asked === null ? set : {},
  };
  if (asked !== null && !known) wrong.unshift(say("link.case", { given: short(asked) }));
  return { ...found, wrong: wrong[0] ?? "" };
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)} …` : text);

/** A setting that a case can play, and what of it cannot, in one sentence: that is left out. */
export function fitted(source: Case, setup: Setup): Setup {
  const set: Settings = {};
  let { wrong } = setup;
  for (const [path, value] of Object.entries(setup.set)) {
    try {
      allowed(source, { ...set, [path]: value }, path, value);
      set[path] = value;
    } catch (error) {
      wrong ||= say("link.refused", { why: String((error as Error).message) });
    }
  }
  if (setup.table >= source.names.tables.length) wrong ||= say("link.table", { given: setup.table, most: source.names.tables.length - 1 });
  return { ...setup, set, wrong, table: Math.min(setup.table, source.names.tables.length - 1) };
}

export function link(setup: Setup, room = place()): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(setup)) if (key !== "set" && key !== "wrong" && value !== USUAL[key as keyof Setup]) given.set(key, String(value));
  for (const [path, value] of Object.entries(setup.set)) given.append("set", `${path}=${value}`);
  return `#/${room}?${given}`;
}

const quoted = (text: string) => (/^[\w.=,:/-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that plays the same runs to the last byte. */
export function command(source: Case, { n, seed, set }: Setup): string {
  const given = source.words.command;
  const changes = Object.entries({ ...given.set, ...set }).map(([path, value]) => `--set ${quoted(`${path}=${value}`)}`);
  const overrides = given.overrides.map((name: string) => `--override ${quoted(name)}`);
  return ["qpq sweep", quoted(given.scenario), ...overrides, ...changes, `-n ${n}`, `--seed ${seed}`, "--out results/page"].join(" ");
}
