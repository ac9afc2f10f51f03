// What the page carries: compressed blocks in its own document, read when they are needed.

import { Board, Engine } from "../../../browser/engine.js";
import { Game } from "../../../browser/game.js";
import { Pool } from "../../../browser/workers.js";

export type Settings = Record<string, number | string | null>;
export type Case = any;
export type Row = Record<string, any>;

async function bytes(id: string): Promise<ArrayBuffer> {
  const text = document.getElementById(id)?.textContent ?? "";
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

export const read = async (id: string): Promise<any> => JSON.parse(new TextDecoder().decode(await bytes(id)));
export const holds = (id: string): boolean => document.getElementById(id) !== null;

let engine: any = null;
let pool: any = null;
let turn: Promise<unknown> = Promise.resolve();
const cases = new Map<string, Promise<Case>>();

export async function open(): Promise<any> {
  engine ??= await Engine.load(await bytes("engine"), await read("layout"));
  return engine;
}

export const layout = () => engine.layout;

export function theCase(name: string): Promise<Case> {
  if (!cases.has(name)) cases.set(name, read(`case-${name}`));
  return cases.get(name)!;
}

export const game = (source: Case, options: object): any => new Game(engine, source, options);
export const board = (source: Case, options: object): any => new Board(engine, source, options);

function workers(): any {
  if (pool) return pool;
  const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
  // The page itself waits meanwhile: every core may play.
  const count = Math.min(8, navigator.hardwareConcurrency || 2);
  pool = new Pool(engine, Array.from({ length: count }, () => new Worker(url)));
  return pool;
}

/** Outcomes of many runs: `column(name)` gives a number for each, NaN where it did not come about. */
export interface Many {
  count: number;
  column(name: string, table?: number): Float64Array;
}

export interface Stop {
  stopped: boolean;
  now?: () => void;
}

// Screens ask for the same runs again: what was played lately is kept.
const KEPT = 48;
const played = new Map<string, Many>();

/** Play many runs; a later call waits for the earlier ones. `stop.stopped` ends it: then null. */
export async function many(source: Case, set: Settings, options: { count?: number; seed?: number; progress?: (done: number) => void; stop?: Stop } = {}): Promise<Many | null> {
  const key = JSON.stringify([source.name, Object.entries(set).sort(), options.seed ?? 0, options.count ?? 1000]);
  const found = played.get(key) ?? (await playMany(source, set, options));
  if (!found) return null;
  played.delete(key);
  played.set(key, found);
  if (played.size > KEPT) played.delete(played.keys().next().value!);
  return found;
}

function playMany(
  source: Case,
  set: Settings,
  { count = 1000, seed = 0, progress = (_: number) => {}, stop = { stopped: false } as Stop } = {},
): Promise<Many | null> {
  const next = turn.then(async () => {
    if (stop.stopped) return null;
    stop.now = () => workers().cancel();
    const found = await workers().play(source, { set, seed, count, progress });
    stop.now = undefined;
    return found && many_of(source, found.outcomes, count);
  });
  turn = next.catch(() => {});
  return next;
}

function many_of(source: Case, outcomes: Float64Array, count: number): Many {
  const { size, fields } = layout().records.outcome;
  const width = (size / 8) * source.rows.outcome;
  const signed = new Set(layout().signed);
  return {
    count,
    column(name, table = -1) {
      const at = ((table + 1) * size) / 8 + fields[name][0] / 8;
      return Float64Array.from({ length: count }, (_, i) => {
        const value = outcomes[i * width + at];
        return !signed.has(name) && value === layout().never ? NaN : value;
      });
    },
  };
}

/** Mean of what came about, and in how many runs it did. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i])) {
      sum += values[i];
      n += 1;
    }
  return n ? sum / n : NaN;
}

/** The run nearest to the middle of some numbers: a typical one, not a striking one. */
export function typical(values: ArrayLike<number>): number {
  const known = Array.from(values, (value, i) => [value, i]).filter(([value]) => !Number.isNaN(value));
  known.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return known.length ? known[Math.floor((known.length - 1) / 2)][1] : 0;
}

/** Half the width of an interval that covers a mean of independent runs in 95 of 100 cases. */
export function margin(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const middle = mean(known);
  const spread = known.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(known.length - 1, 1);
  return 1.96 * Math.sqrt(spread / Math.max(known.length, 1));
}
