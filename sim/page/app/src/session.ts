// A seat taken: what can be done this month, what is asked, what came of it and why.

import { game, layout, type Case, type Row, type Settings } from "./data";
import { Cast, rows, type LogRow } from "./story";
import { at, capital, say, sentence } from "./words";

export interface Item {
  row: number;
  name: string;
  /** Whether whoever plays gives it. */
  mine: boolean;
  level: number;
  before: number;
  cap: number;
  whole: boolean;
}

export interface Choice {
  move: "execute" | "comply" | "concede" | "accept" | "approach" | "walk";
  view: Record<string, number>;
  issue: number;
}

export interface Zone {
  issue: number;
  there: boolean;
  mine: { least: number; best: number; without: number };
  theirs: { least: number; best: number; without: number };
}

const QUIET = ["demand", "blackmail", "retaliate", "threaten", "suspend", "leave"];
const START = "demands";

/** One game of one person. Everything that is shown is read from the engine's state. */
export class Session {
  game: any;
  cast: Cast;
  choice: Choice | null = null;
  /** What the other side says of its last move. */
  because = "";
  mood: "calm" | "glad" | "cross" | "hurt" = "calm";
  private moved = false;
  private held = false;
  private about = -1;

  constructor(readonly source: Case, readonly seat: number, readonly set: Settings = {}, readonly seed = 0, readonly replication = 0, from?: any) {
    this.game = from ?? game(source, { set, seed, replication, seats: [seat] });
    this.cast = new Cast(source, this.game.board);
    const { ask } = this.board;
    this.board.ask = (seat: number, move: string, view: number[]) => {
      const answer = ask(seat, move, view);
      // In the middle of the phase the state still tells which talks are meant.
      if (this.game.question) this.about = this.talks(this.game.question);
      return answer;
    };
    if (!from) this.open();
  }

  get board(): any {
    return this.game.board;
  }
  get table(): number {
    return this.seat >> 1;
  }
  get side(): number {
    return this.seat % 2;
  }
  get other(): number {
    return this.seat ^ 1;
  }
  get month(): number {
    return this.game.month;
  }
  get horizon(): number {
    return this.board.horizon;
  }
  get finished(): boolean {
    return this.game.finished;
  }
  get me(): string {
    return capital(this.cast.seated(this.seat));
  }
  get them(): string {
    return capital(this.cast.seated(this.other));
  }
  get calendar(): string {
    return this.cast.calendar(Math.min(this.month, this.horizon - 1));
  }

  /** Whether a move of one's own may be made now. */
  get mayMove(): boolean {
    return !this.finished && !this.choice && !this.moved && this.game.next === START;
  }

  private open() {
    while (!this.finished && this.game.next !== START) {
      const question = this.game.step();
      if (question) this.game.answer(question.view.propensity);
    }
    this.moved = false;
    this.held = false;
  }

  items(): Item[] {
    const found: Item[] = [];
    for (let row = 0; row < this.source.rows.provision; row++) {
      const p = (field: string) => this.board.value("provision", row, field);
      if (p("table") !== this.table) continue;
      found.push({
        row,
        name: this.cast.provision(row),
        mine: p("giver") === this.side,
        level: p("level"),
        before: p("start"),
        cap: p("cap"),
        whole: p("divisible") === 0,
      });
    }
    return found;
  }

  seatValue = (seat: number, field: string): number => this.board.value("seat", seat, field);
  stage = (seat: number): number => this.seatValue(seat, "stage");

  /** What could be asked for, and what could be cut for it. */
  prices(): number[] {
    if (this.seatValue(this.seat, "asked") >= 0) return [this.seatValue(this.seat, "asked")];
    const price = this.side === 1 ? 1 : 0;
    return this.items().filter(({ row }) => this.board.model.may_ask(this.board.table, this.seat, row, 1, price) === 1).map(({ row }) => row);
  }
  levers(asked = -1): number[] {
    return this.items().filter(({ row }) => this.board.model.may_cut(this.board.table, this.seat, row, asked) === 1).map(({ row }) => row);
  }
  lowered = (row: number): number => this.board.lowered(row);
  get asked(): number {
    return this.seatValue(this.seat, "asked");
  }
  get withholds(): boolean {
    return this.stage(this.seat) >= 2;
  }

  /** What a threat would be weighed by, should it be made: see `prospects` of the layout. */
  prospect(lever: number, asked: number, share: number): Record<string, number> {
    return this.board._aside(() =>
      Object.fromEntries(
        layout().prospects.map((name: string, i: number) => [name, this.board.model.prospect(this.board.table, this.seat, lever, asked, share, i)]),
      ),
    );
  }

  /** What a seat under pressure weighs, or null where there is none. */
  stakes(seat: number): Record<string, number> | null {
    const found = this.board._aside(() =>
      Object.fromEntries(layout().stakes.map((name: string, i: number) => [name, this.board.model.stake(this.board.table, seat, i)])),
    );
    return found.belief < 0 ? null : found;
  }

  /** Where both sides stand in each talks of the table. */
  zones(): Zone[] {
    const found: Zone[] = [];
    const first = this.board.value("table", this.table, "first_issue");
    const last = this.board.value("table", this.table, "last_issue");
    for (let issue = first; issue < last; issue++) {
      const i = (field: string) => this.board.value("issue", issue, field);
      if (i("talk") !== issue || i("open") === 0 || i("in_force") === 1) continue;
      this.board._aside(() => {
        const there = this.board.model.zone(this.board.table, issue) === 1;
        const end = (side: number) => {
          const bid = (field: string) => this.board.value("bid", 2 * issue + side, field);
          return { least: bid("reservation"), best: there ? bid("best") : NaN, without: bid("disagreement") };
        };
        found.push({ issue, there, mine: end(this.side), theirs: end(1 - this.side) });
      });
    }
    return found;
  }

  worth = (seat: number): number => this.board.worth(seat);

  /** A move of one's own, before the month goes on. */
  order(name: string, ...given: any[]): boolean {
    const done = this.game.order(name, ...given);
    if (done) this.moved = true;
    return done;
  }

  demand = (asked: number, share: number) => this.order("demand", this.seat, asked, share);
  threaten = (lever: number, asked: number, share: number) => this.order("threaten", this.seat, lever, asked, share);
  hitBack = (lever: number) => this.order("hit_back", this.seat, lever);
  lift = () => this.order("lift", this.seat);
  leave(): boolean {
    return this.agreements().some((issue) => this.order("leave", issue, this.seat));
  }
  agreements(): number[] {
    const found: number[] = [];
    for (let issue = this.board.value("table", this.table, "first_issue"); issue < this.board.value("table", this.table, "last_issue"); issue++)
      if (this.board.value("issue", issue, "in_force") === 1) found.push(issue);
    return found;
  }

  /** Go on to the next question or the next month. */
  advance(): void {
    const month = this.month;
    while (!this.finished && this.month === month) {
      if (this.game.next === "exits" && !this.held && this.walksOut()) return;
      const question = this.game.step();
      if (!question) continue;
      if (QUIET.includes(question.move)) this.game.answer(0);
      else if (question.move === "price" || question.move === "stage") this.game.answer(question.view.propensity);
      else {
        this.choice = { move: question.move, view: question.view, issue: this.about };
        this.explain();
        return;
      }
    }
    this.explain();
    if (!this.finished) this.open();
  }

  /** The talks that a question is about: those whose positions are what the seat sees. */
  private talks(question: { move: string; view: Row }): number {
    for (let issue = this.board.value("table", this.table, "first_issue"); issue < this.board.value("table", this.table, "last_issue"); issue++) {
      const bid = (field: string) => this.board.value("bid", 2 * issue + this.side, field);
      const offered = question.move !== "accept" || bid("other_offer") === question.view.offered;
      const meant = this.board.value("issue", issue, "talk") === issue && this.board.value("issue", issue, "status") === 1;
      if (meant && offered && bid("reservation") === question.view.reservation && bid("best") === question.view.best) return issue;
    }
    return -1;
  }

  // Whether one's own government would walk out of an agreement now: it is asked first.
  private walksOut(): boolean {
    const before = this.board.snapshot();
    const { phase } = this.game;
    const logged = this.board.value("run", 0, "logged");
    this.board.phases(phase, phase + 1);
    const found = this.board.rows("log").slice(logged).some((row: Row) => row.kind === layout().kinds.collapse[0] && row.seat === this.seat);
    this.board.restore(before);
    if (found) this.choice = { move: "walk", view: {}, issue: -1 };
    return found;
  }

  answer(number: number): void {
    const { choice } = this;
    this.choice = null;
    if (choice?.move === "walk") {
      if (number === 0) this.game.order("stay");
      this.held = true;
    } else this.game.answer(number);
    this.advance();
  }

  /** The levels that one would offer if one held out for a utility. */
  package(target: number): { levels: Record<number, number>; mine: number; theirs: number } | null {
    const issue = this.choice!.issue;
    const before = this.board.snapshot();
    const { ask } = this.board;
    this.board.ask = () => target;
    this.board.phases(this.game.phase, this.game.phase + 1);
    const stands = this.board.value("issue", issue, "standing") === this.side;
    const levels = this.offered(issue, this.side);
    const mine = this.board.value("bid", 2 * issue + this.side, "own_offer");
    const theirs = this.board.value("bid", 2 * issue + 1 - this.side, "other_offer");
    this.board.ask = ask;
    this.board.restore(before);
    return stands ? { levels, mine, theirs } : null;
  }

  /** What levels would be worth to both, if they were signed. */
  judge(levels: Record<number, number>): { mine: number; theirs: number } {
    const issue = this.choice!.issue;
    return this.board._aside(() => {
      this.board.model.zone(this.board.table, issue);
      for (const [row, level] of Object.entries(levels)) this.board.put("provision", Number(row), "trial", level);
      const worth = (seat: number) => this.board.model.offered(this.board.table, issue, seat);
      return { mine: worth(this.seat), theirs: worth(this.other) };
    });
  }

  /** Levels in the standing offer of a side. */
  offered(issue: number, side: number): Record<number, number> {
    const found: Record<number, number> = {};
    for (const { row } of this.items())
      if (this.board.value("issue", this.board.value("provision", row, "issue"), "talk") === issue) found[row] = this.board.value("provision", row, "offer", side);
    return found;
  }

  /** Offer levels: what they are worth is held out for, then they take the place of what the rules would offer. */
  offer(levels: Record<number, number>, mine: number): void {
    const { issue } = this.choice!;
    const { phase } = this.game;
    this.choice = null;
    this.game.answer(mine);
    // Other talks of the same table may ask in the same phase.
    let question = this.game.step();
    while (question) {
      this.game.answer(question.view.propensity);
      question = this.game.step();
    }
    if (this.game.phase !== phase) this.game.order("offer", issue, this.seat, levels);
    this.advance();
  }

  undo(): void {
    const begun = this.choice !== null || this.moved || this.finished;
    const months = begun ? 1 : Math.min(2, this.month + 1);
    this.game.undo(months);
    this.choice = null;
    this.because = "";
    this.mood = "calm";
    this.open();
  }

  /** Play to the end without a move of one's own, taking what the rules propose to every question. */
  finish(): void {
    while (!this.finished) {
      if (this.choice) this.answer(this.choice.move === "walk" ? 1 : this.choice.view.propensity);
      else this.advance();
    }
  }

  /** The same game in which something differs, with the same answers as far as they fit. */
  otherwise(set: Settings): Session {
    const other = new Session(this.source, this.seat, { ...this.set, ...set }, this.seed, this.replication, this.game.branch(set));
    other.explain();
    return other;
  }

  /** Sentences, newest month last. */
  story(plain = false): { month: number; lines: string[] }[] {
    const cast = new Cast(this.source, this.board);
    const found: { month: number; lines: string[] }[] = [];
    for (const row of rows(this.board)) {
      const text = cast.tell(row);
      if (!text || !(row.table === this.table || row.table < 0)) continue;
      if (at("quiet").includes(row.kind) || (plain && at("quiet_plain").includes(row.kind))) continue;
      const last = found[found.length - 1];
      if (last?.month === row.month) last.lines.includes(text) || last.lines.push(text);
      else found.push({ month: row.month, lines: [text] });
    }
    return found;
  }

  // Why the other side did what it did last, from the numbers that decided it.
  private explain(): void {
    const month = this.choice || this.game.phase > 0 ? this.month : this.month - 1;
    const latest = rows(this.board, month).filter((row) => row.table === this.table);
    const theirs = latest.filter((row) => row.seat === this.other && at("because")[row.kind]);
    const row = theirs[theirs.length - 1];
    if (row) {
      [this.because, this.mood] = this.reason(row);
      return;
    }
    const stakes = this.stakes(this.other);
    if (stakes && this.stage(this.seat) === 1 + Number(this.withholds)) {
      this.because = this.holdsOut(stakes);
      this.mood = "cross";
      return;
    }
    const none = latest.find((each) => each.kind === "no_zone");
    this.because = say(none ? "because.no_zone" : this.board.value("table", this.table, "meets") ? "because.nothing" : "because.no_meeting");
    this.mood = "calm";
  }

  private holdsOut(stakes: Record<string, number>): string {
    const bars: string[] = at("because.bars");
    if (stakes.bar > 0) return say(`because.bar_${bars[stakes.bar]}`);
    const weight = stakes.belief * stakes.loss;
    const side = weight < stakes.cost ? (weight < stakes.cost * 0.5 ? "price" : "belief") : weight < stakes.cost + stakes.pride ? "pride" : "luck";
    return say(`because.holds_out_${side}`);
  }

  private reason(row: LogRow): [string, Session["mood"]] {
    const n = row.numbers;
    const slots = { me: this.me, them: this.them };
    const moods: Record<string, Session["mood"]> = { acceptance: "glad", tacit_compliance: "hurt", execution: "cross", retaliation: "cross", threat: "cross", refusal: "calm", signature: "glad", collapse: "cross" };
    let which = "";
    if (row.kind === "refusal") which = n.perceived_utility - n.noise < n.reservation - 1e-9 ? "_at_home" : "_hoped";
    if (row.kind === "demand") {
      const grievance = this.seatValue(this.other, "grievance");
      const pressure = this.board.value("table", this.table, "pressure");
      which = grievance > 0.4 ? "_hurt" : pressure > 1.2 ? "_pressure" : "_plain";
    }
    if (row.kind === "execution") which = this.seatValue(this.other, "grievance") > 0.4 ? "_hurt" : "_word";
    return [sentence(say(`because.${row.kind}${which}`, slots)), moods[row.kind] ?? "calm"];
  }
}
