// Many replications, shared between workers: with progress, to be cancelled, in any order alike.

import { Board, Engine } from "./engine.js";

const AT_A_TIME = 64;
const NEEDED = ["template", "rows", "horizon", "paths", "ordered"];

/**
 * Play replications on one board, some at a time.
 *
 * @yields {object} `{first, outcomes, errors}`: numbers of each replication's outcome rows, field
 *   after field, and why runs failed, by replication
 */
export function* replications(board, seed, first, count, atATime = AT_A_TIME) {
  const { at, rows, size } = board.arrays.outcome;
  const width = (rows * size) / Float64Array.BYTES_PER_ELEMENT;
  for (let begun = 0; begun < count; begun += atATime) {
    const share = Math.min(atATime, count - begun);
    const outcomes = new Float64Array(share * width);
    const errors = {};
    for (let i = 0; i < share; i++) {
      const error = board.play(seed, first + begun + i);
      if (error) errors[first + begun + i] = error;
      outcomes.set(new Float64Array(board.memory.buffer, at, width), i * width);
    }
    yield { first: first + begun, outcomes, errors };
  }
}

/**
 * Answer the messages of a pool, in a worker: `{engine: {module, layout}}` once, `{id, board:
 * {source, set}}` for each setting, then `{id, play: {seed, first, count}}`. Each play is answered
 * in one message.
 *
 * @param {object} port with `postMessage` and `onmessage`, such as `self` in a Web Worker
 */
export function serve(port) {
  let engine = null;
  let board = null;
  port.onmessage = ({ data }) => {
    try {
      if (data.engine) engine = new Engine(data.engine.module, data.engine.layout);
      if (data.board) {
        board = null;
        board = new Board(engine, data.board.source, { set: data.board.set, history: false });
      }
      if (!data.play || !board) return;
      const { seed, first, count } = data.play;
      const [part] = replications(board, seed, first, count, count);
      port.postMessage({ id: data.id, ...part }, [part.outcomes.buffer]);
    } catch (error) {
      port.postMessage({ id: data.id, failed: String(error.message ?? error) });
    }
  };
}

/** Workers that share replications. */
export class Pool {
  /**
   * @param {Engine} engine
   * @param {object[]} ports workers that `serve`, each with `postMessage` and `onmessage`
   */
  constructor(engine, ports) {
    this.ports = ports;
    this.layout = engine.layout;
    this.run = 0;
    for (const port of ports) port.postMessage({ engine: { module: engine.module, layout: engine.layout } });
  }

  /**
   * Outcomes of replications, whichever worker played them; a new call, or `cancel`, ends an old one.
   *
   * @param {(done: number) => void} [progress] called with the replications finished so far
   * @returns {Promise<object|null>} `{outcomes, errors}`, or null if it was cancelled
   */
  play(source, { set = {}, seed = 0, first = 0, count = 1000, progress = () => {} } = {}) {
    this.cancel();
    const id = this.run;
    const rows = source.rows.outcome;
    const width = (rows * this.layout.records.outcome.size) / Float64Array.BYTES_PER_ELEMENT;
    const outcomes = new Float64Array(count * width);
    const errors = {};
    // What many runs of a case need of it; its words stay here.
    const lean = Object.fromEntries(NEEDED.map((key) => [key, source[key]]));
    let begun = 0;
    let done = 0;
    return new Promise((resolve, reject) => {
      this.cancelled = () => resolve(null);
      const hand = (port) => {
        if (begun >= count) return;
        const share = Math.min(AT_A_TIME, count - begun);
        port.postMessage({ id, play: { seed, first: first + begun, count: share } });
        begun += share;
      };
      for (const port of this.ports) {
        port.onmessage = ({ data }) => {
          if (data.id !== id) return;
          if (data.failed) return reject(new Error(data.failed));
          outcomes.set(data.outcomes, (data.first - first) * width);
          Object.assign(errors, data.errors);
          done += data.outcomes.length / width;
          progress(done);
          if (done === count) resolve({ outcomes, errors });
          else hand(port);
        };
        port.postMessage({ id, board: { source: lean, set } });
        hand(port);
        hand(port);
      }
    });
  }

  /** End what is being played: its promise gives null. */
  cancel() {
    this.run += 1;
    this.cancelled?.();
    this.cancelled = null;
  }
}
