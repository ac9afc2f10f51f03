// A game on a board: step by step, at any seat, taken back, and branched under the same shocks.

import { Board } from "./engine.js";

/** A run under somebody's hand; `branch` gives a second one. */
export class Game {
  /**
   * @param {Engine} engine
   * @param {object} source the case
   * @param {object} [options]
   * @param {object} [options.set] values by path
   * @param {number[]} [options.seats] rows of the seats that somebody takes
   */
  constructor(engine, source, { seed = 0, replication = 0, set = {}, seats = [] } = {}) {
    Object.assign(this, { engine, source, seed, replication, set, seats });
    this.board = new Board(engine, source, { set });
    for (const seat of seats) this.board.take(seat);
    this.board.ask = (seat, move, view) => this._answer(seat, move, view);
    this.phase = 0;
    this.moments = [];
    this.given = [];
    this.answers = [];
    this.orders = [];
    this.board.start(seed, replication);
  }

  get month() {
    return this.board.month;
  }

  get finished() {
    return this.month >= this.board.horizon;
  }

  /** Name of the phase that comes next. */
  get next() {
    return this.engine.layout.phases[this.phase];
  }

  /**
   * Play the next phase, or, if somebody at a seat has to answer first, none of it.
   *
   * @returns {object|null} the question `{seat, move, view}`; call `answer`, then this again
   */
  step() {
    if (this.finished) throw new Error("the run is finished: undo a month, or branch");
    const before = this.board.snapshot();
    if (this.phase === 0 && !this.given.length) this.moments[this.month] = before;
    this.asked = 0;
    this.question = null;
    this.board.phases(this.phase, this.phase + 1);
    if (this.question) {
      this.board.restore(before);
      return this.question;
    }
    this._remember();
    this.phase = (this.phase + 1) % this.engine.layout.phases.length;
    if (this.finished) this.board.finish();
    return null;
  }

  /** Play to the end of the month, or to the next question. */
  stepMonth() {
    const { month } = this;
    while (this.month === month) {
      const question = this.step();
      if (question) return question;
    }
    return null;
  }

  /** Answer the question that `step` returned, with the number that the move is to return. */
  answer(number) {
    if (!this.question) throw new Error("nobody has been asked");
    if (!Number.isFinite(number)) throw new Error(`${number} is no answer: a finite number is`);
    this.given.push(number);
    this.question = null;
  }

  /**
   * Make a move of one's own before the next phase, as `sim.browser.orders` has them.
   *
   * @param {string} name of the model's function
   * @param {number[]} given what it takes, without the state; of "offer" issue, seat and the levels
   *   of provisions by row
   * @returns {boolean} whether it was possible
   */
  order(name, ...given) {
    if (!this._carryOut(name, given)) return false;
    ((this.orders[this.month] ??= [])[this.phase] ??= []).push([name, ...given]);
    return true;
  }

  _carryOut(name, given) {
    const { board } = this;
    if (name === "offer") {
      const [issue, seat, levels] = given;
      const before = board.snapshot();
      board.model.zone(board.table, issue);
      for (const [row, level] of Object.entries(levels)) board.put("provision", Number(row), "trial", level);
      if (board.model.offer(board.table, issue, seat)) return true;
      board.restore(before);
      return false;
    }
    return board.model[name](board.table, ...given) === 1;
  }

  // A phase that asks is played again from its start with one answer more, so that whoever answers
  // has as long as they like, and knows what the strategies know at that very point.
  _answer(seat, move, seen) {
    if (this.question) return NaN;
    if (this.asked < this.given.length) return this.given[this.asked++];
    const view = Object.fromEntries(this.engine.layout.view.map((name, i) => [name, seen[i]]));
    this.question = { seat, move, view };
    return NaN;
  }

  _remember() {
    const month = this.phase === this.engine.layout.phases.length - 1 ? this.month - 1 : this.month;
    (this.answers[month] ??= [])[this.phase] = this.given;
    this.given = [];
  }

  /** Take months back; one under way counts as one. As if they had never been played. */
  undo(months = 1) {
    const begun = this.month + (this.phase > 0 || this.given.length > 0 ? 1 : 0);
    const month = begun - months;
    if (months < 1 || !this.moments[month]) throw new Error(`cannot take back ${months} months`);
    this.board.restore(this.moments[month]);
    this.moments.length = this.answers.length = this.orders.length = month;
    this.phase = 0;
    this.given = [];
    this.question = null;
  }

  /** What has been played, its means over the months so far: outcome rows by field. */
  outcome() {
    if (this.finished) return this.board.rows("outcome");
    const before = this.board.snapshot();
    this.board.put("run", 0, "horizon", Math.max(this.month, 1));
    this.board.finish();
    const found = this.board.rows("outcome");
    this.board.restore(before);
    return found;
  }

  /**
   * A second game in which something differs, brought to the same point under the same shocks.
   *
   * @param {object} set values by path, beside those set here
   * @param {"start"|"now"} since "start" plays the months so far again with the same answers and
   *   stops where one is missing; "now" keeps them and changes what is still to come
   */
  branch(set = {}, since = "start") {
    const { engine, source, seed, replication, seats } = this;
    const other = new Game(engine, source, { seed, replication, seats, set: { ...this.set, ...set } });
    if (since === "now") other._carryOver(this);
    else other._follow(this);
    return other;
  }

  _follow(before) {
    while (!this.finished && (this.month !== before.month || this.phase !== before.phase)) {
      // What is no longer possible in the other world is not done there.
      for (const [name, ...given] of before.orders[this.month]?.[this.phase] ?? []) this.order(name, ...given);
      const answers = [...(before.answers[this.month]?.[this.phase] ?? [])];
      let question = this.step();
      while (question && answers.length) {
        this.answer(answers.shift());
        question = this.step();
      }
      if (question) return;
    }
  }

  // As `sim.interactive.branching`: a number is changed where both begin with different ones and the run
  // has not moved it.
  _carryOver(before) {
    if (before.phase !== 0 || before.given.length) throw new Error("finish the month before you branch it");
    if (before.board.horizon !== this.board.horizon) throw new Error("the horizon cannot change now");
    const begun = new Game(before.engine, before.source, before);
    const [old, fresh, now] = [begun, this, before].map((game) => new BigInt64Array(game.board.snapshot().buffer));
    for (let i = 0; i < now.length; i++) {
      if (old[i] === fresh[i]) continue;
      if (now[i] !== old[i]) throw new Error("this change cannot begin now: play has moved what it sets");
      now[i] = fresh[i];
    }
    for (const name of this.engine.layout.growing) {
      this.board.memory.set(before.board.bytes(name), this.board.arrays[name].at);
    }
    this.board.memory.set(new Uint8Array(now.buffer), this.board.first);
  }
}
