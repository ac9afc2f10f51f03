// What happened, in sentences: rows of the event log, by the catalogue that `qpq run` tells from.

import { layout, type Case } from "./data";
import { at, capital, filled, list, sentence } from "./words";

export interface LogRow {
  kind: string;
  month: number;
  table: number;
  seat: number;
  thing: number;
  numbers: Record<string, number>;
  parts: LogRow[];
}

type Slots = Record<string, string | number>;
const UNCHANGED = 0.005;
const ITEMS: Record<string, string> = { offer_item: "offer", signed_item: "signature", delivery: "delivery" };
const LETTERS = ["a", "b", "c", "d"];

let names: string[] = [];

/** Rows of a board's log, items put into the offers and texts that they belong to. */
export function rows(board: any, from = 0): LogRow[] {
  if (!names.length) for (const [name, [number]] of Object.entries<any>(layout().kinds)) names[number] = name;
  const found: LogRow[] = [];
  for (const row of board.rows("log")) {
    if (row.month < from) continue;
    const kind = names[row.kind];
    const [, ...numbers] = layout().kinds[kind];
    const made: LogRow = {
      kind,
      month: row.month,
      table: row.table,
      seat: row.seat,
      thing: row.object,
      numbers: Object.fromEntries(numbers.map((name: string, i: number) => [name, row[LETTERS[i]]])),
      parts: [],
    };
    const head = found[found.length - 1];
    if (kind === "acceptance" || kind === "refusal") found.splice(afterOffer(found, made), 0, made);
    else if (kind === "renegotiation" && head?.kind === "drafted" && head.thing === made.thing) found.splice(found.length - 1, 0, made);
    else if (head && ITEMS[kind] === head.kind && head.table === made.table && head.month === made.month) head.parts.push(made);
    else found.push(made);
  }
  return found;
}

function afterOffer(found: LogRow[], answer: LogRow): number {
  for (let place = found.length; place > 0; place--) {
    const head = found[place - 1];
    if (head.month !== answer.month) break;
    if (head.kind === "offer" && head.thing === answer.thing) return place;
  }
  return found.length;
}

/** Names for the rows of a case, and what has been told of a run so far. */
export class Cast {
  private pressure = new Map<number, LogRow>();
  private agendas = new Map<number, number[]>();
  private drafts = new Map<number, number>();
  private changed = -1;

  constructor(readonly source: Case, readonly board: any) {}

  actor = (row: number): string => this.source.words.actors[row];
  seated = (seat: number): string => this.actor(this.board.value("seat", seat, "actor"));
  side = (table: number, side: number): string => this.seated(2 * table + side);
  pair = (table: number): string => list([this.side(table, 0), this.side(table, 1)]);
  provision = (row: number): string => this.source.words.provisions[row];
  issue = (row: number): string => this.source.words.issues[row];
  divisible = (row: number): boolean => this.board.value("provision", row, "divisible") === 1;
  raised = (row: number): string =>
    this.divisible(row) ? filled(at("story.texts.more"), { what: this.provision(row) }) : this.provision(row);

  calendar(month: number): string {
    const [year, first] = this.source.month_zero.split("-").map(Number);
    const whole = first - 1 + Math.ceil(month);
    return `${at("months")[((whole % 12) + 12) % 12]} ${year + Math.floor(whole / 12)}`;
  }

  private mainly(lead: number): string {
    const more = (this.agendas.get(lead) ?? [lead]).length - 1;
    const first = at("story.quotes").replace("{name}", this.issue(lead));
    return more ? filledStory(at("story.issues.several"), { first, more }) : first;
  }

  /** The sentence of a row, "" where a reader misses nothing. Call it for every row in order. */
  tell(row: LogRow): string {
    if (row.kind === "drafted") this.drafts.set(row.thing, row.numbers.instrument);
    if (row.kind === "offer") {
      const issues = row.parts.map((part) => this.board.value("provision", part.thing, "issue"));
      this.agendas.set(row.thing, [...new Set([row.thing, ...issues])]);
    }
    if (["threat", "execution", "retaliation"].includes(row.kind)) this.pressure.set(row.seat, row);
    const text = this.text(row);
    if (row.kind === "collapse") this.agendas.delete(row.thing);
    this.changed = row.kind === "government_change" ? row.seat : -1;
    return text;
  }

  private text(row: LogRow): string {
    const slots: Slots = { ...row.numbers };
    const byActor = row.kind === "event" || row.kind === "government_change" || row.kind === "turn" || row.kind === "coherence";
    if (row.seat >= 0) {
      slots.who = byActor ? this.actor(row.seat) : this.seated(row.seat);
      if (!byActor) slots.other = this.seated(row.seat ^ 1);
    }
    if (row.table >= 0) slots.pair = this.pair(row.table);
    const about = at("abouts")[row.kind];
    if (row.thing >= 0 && about === "provision") slots.what = this.provision(row.thing);
    if (row.thing >= 0 && about === "issue") {
      slots.issue = this.issue(row.thing);
      slots.issues = this.mainly(row.thing);
      const form = ["any", "informal", "formal"][row.numbers.form ?? 0];
      slots.text = this.drafts.has(row.thing)
        ? this.source.words.instruments[this.drafts.get(row.thing)!]
        : at(`story.texts.bare.${form}`);
    }
    if (about === "route") slots.way = this.source.words.routes[row.thing];
    const which = this.which(row, slots);
    if (which === null) return "";
    const says = at(`story.kinds.${row.kind}.says`);
    const template = typeof says === "string" ? says : says[which];
    return sentence(filledStory(template, slots));
  }

  private which(row: LogRow, slots: Slots): string | null {
    const n = row.numbers;
    switch (row.kind) {
      case "event":
        return this.event(row, slots);
      case "demand":
        return this.divisible(row.thing) ? "more" : "whole";
      case "threat":
        slots.due = this.calendar(n.due_month);
        if (n.asked_provision < 0) return "no_price";
        slots.price = this.raised(n.asked_provision);
        return "price";
      case "execution":
      case "retaliation":
        return n.level_after <= -UNCHANGED ? "against" : n.level_after < UNCHANGED ? "all" : "some";
      case "tacit_compliance": {
        const pressure = this.pressure.get(row.seat ^ 1);
        slots.lever = pressure ? this.provision(pressure.thing) : "";
        return pressure?.kind === "threat" ? "averting" : "ending";
      }
      case "lifting":
        slots.why = Object.values<string>(at("story.reasons"))[n.reason];
        return this.pressure.get(row.seat)?.kind === "threat" ? "dropped" : "restored";
      case "linked":
        slots.lead = this.issue(n.lead_issue);
        return n.gain > 0 ? "gain" : this.board.value("rule", 0, "linkage") === 3 ? "forced" : "demand";
      case "signature":
        return this.signature(row, slots);
      case "collapse":
        if (this.changed >= 0 && this.board.value("seat", row.seat, "actor") === this.changed && n.shortfall === 0) return "government";
        return n.shortfall >= UNCHANGED ? "shortfall" : "bare";
      case "renegotiation":
        return n.pressure_change === 0 ? "trust" : "pressure";
      case "mandate":
        if (n.from_month <= row.month) return null;
        slots.start = this.calendar(n.from_month);
        return n.from_month <= this.board.horizon - 1 ? "later" : "never";
      case "opened":
      case "routed": {
        const union = this.board.value("table", row.table, "union");
        if (union >= 0) slots.union = this.side(union, 0);
        if (row.kind === "routed") return "";
        return n.off_the_line && union >= 0 ? (row.seat % 2 ? "luring" : "leaving") : "alone";
      }
      case "drafted":
        slots.text = article(String(slots.text));
        return "";
      case "learned":
        return null;
      case "coherence":
        return n.after < n.before ? "less" : "more";
      case "displacement": {
        const shift = n.attempts - n.attempts_as_usual;
        return Math.abs(shift) < UNCHANGED ? "usual" : shift > 0 ? "more" : "fewer";
      }
    }
    return "";
  }

  private signature(row: LogRow, slots: Slots): string {
    slots.text = article(String(slots.text));
    const promises: string[] = [];
    for (const side of [0, 1]) {
      const given = row.parts
        .filter((part) => this.board.value("provision", part.thing, "giver") === side && part.numbers.level - part.numbers.inherited >= UNCHANGED)
        .map((part) => this.raised(part.thing));
      if (given.length) promises.push(filled(at("story.texts.promises"), { who: this.side(row.table, side), what: list(given) }));
    }
    slots.promises = promises.join("; ");
    return promises.length ? "promises" : "nothing";
  }

  private event(row: LogRow, slots: Slots): string | null {
    const event = this.source.words.events[row.thing];
    const size = row.numbers.size;
    if (event.sized && !size && !event.turnover) return null;
    slots.what = event.says;
    const months = Math.max(row.numbers.months, 1);
    if (row.seat >= 0 && row.table >= 0) {
      const other = [2 * row.table, 2 * row.table + 1].find((seat) => this.board.value("seat", seat, "actor") !== row.seat)!;
      slots.towards = filled(at("story.events.towards"), { other: this.seated(other) });
    } else slots.towards = "";
    slots.months = months;
    if (event.route >= 0) {
      slots.way = this.source.words.routes[event.route];
      slots.lasting = filledStory(at(`story.events.${row.numbers.months > 0 ? "lasting" : "fading"}`), slots);
    }
    const parts: string[] = [];
    const says = at(`story.events.${size < 0 ? "lowered" : "effects"}.${event.kind}`);
    if (says && (size || !event.sized)) parts.push(filledStory(says, slots));
    if (event.turnover > 0) parts.push(filledStory(at("story.events.turnover"), { ...slots, chance: event.turnover }));
    slots.effect = sentence(parts.join("; ")).replace(/\.$/, "");
    return slots.effect ? "effect" : "bare";
  }
}

const article = (thing: string) => `${"aeiou".includes(thing[0]) ? "an" : "a"} ${thing}`;

// A half goes to the even number, as in Python: both tell the same of the same run.
const whole = (value: number): number => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));
const count = (value: number): string => at("story.counts")[whole(value)] ?? String(whole(value));
const counted = (value: number, noun: string): string => {
  const [one, many] = at("story.nouns")[noun];
  return `${count(value)} ${whole(value) === 1 ? one : many}`;
};

/** Templates of stories: details in brackets are left out, slots may say how a number is put. */
function filledStory(text: string, slots: Slots): string {
  return text.replace(/\[[^\]]*\]/g, "").replace(/\{(\w+)(?::(\w+))?\}/g, (_, name, how) => {
    const value = slots[name];
    if (typeof value !== "number") return String(value ?? "");
    if (how === "share") return at("story.share").replace("{value}", String(whole(Math.abs(value * 100))));
    if (how === "number") return (whole(value * 100) / 100).toFixed(2);
    if (how && at("story.nouns")[how]) return counted(value, how);
    return count(value);
  });
}

/** All sentences of a board's log, by month. */
export function told(source: Case, board: any): { month: number; text: string; row: LogRow }[] {
  const cast = new Cast(source, board);
  return rows(board).map((row) => ({ month: row.month, text: cast.tell(row), row })).filter(({ text }) => text);
}

export { capital };
