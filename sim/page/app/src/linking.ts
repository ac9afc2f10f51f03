// Links that hold a setting to the last digit, and the command that plays the same.

import type { Case, Settings } from "./data";

export interface Setup {
  case: string;
  table: number;
  side: number;
  n: number;
  seed: number;
  replication: number;
  set: Settings;
}

let cases: { name: string; title: string }[] = [];
export const index = () => cases;
export const setIndex = (found: typeof cases) => {
  cases = found;
};

const USUAL: Setup = { case: "", table: 0, side: 1, n: 1000, seed: 0, replication: 0, set: {} };

/** Where a link leads: a screen's number or a room's name. */
export const place = (): string => location.hash.replace(/^#\/?/, "").split("?")[0] || "0";

export function readLink(): Setup {
  const given = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const whole = (name: keyof Setup) => {
    const value = Number(given.get(name) ?? USUAL[name]);
    return Number.isInteger(value) && value >= 0 ? value : (USUAL[name] as number);
  };
  const set: Settings = {};
  for (const each of given.getAll("set")) {
    const [path, text] = [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)];
    set[path] = text === "null" ? null : text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  }
  const asked = given.get("case") ?? "";
  const known = cases.some(({ name }) => name === asked);
  return {
    case: known ? asked : (cases.find(({ name }) => name === "ceuta_2021") ?? cases[0]).name,
    table: whole("table"),
    side: whole("side") ? 1 : 0,
    n: Math.min(Math.max(whole("n"), 1), 20000),
    seed: whole("seed"),
    replication: whole("replication"),
    set: known ? set : {},
  };
}

export function link(setup: Setup, room = place()): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(setup)) if (key !== "set" && value !== USUAL[key as keyof Setup]) given.set(key, String(value));
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
