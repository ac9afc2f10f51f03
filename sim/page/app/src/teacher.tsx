// What a teacher needs before a class: hold back, reveal, count votes without a network.

import { useEffect, useState } from "preact/hooks";
import { say } from "./words";

const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const CHOICES = 6;
const GROUPS = 180;
const CHECK = 13;
const group = Math.floor(Math.random() * GROUPS);

/** A guess in four letters, which another device can read: screen, choice, group, and a check. */
export function code(screen: number, choice: number, from = group): string {
  const content = (screen * CHOICES + choice) * GROUPS + from;
  let number = content * CHECK + (content % CHECK);
  let text = "";
  for (let i = 0; i < 4; i++) {
    text = LETTERS[number % LETTERS.length] + text;
    number = Math.floor(number / LETTERS.length);
  }
  return text;
}

/** What a code says, or null where it is none. */
export function decoded(text: string): { screen: number; choice: number; group: number } | null {
  const letters = [...text.toUpperCase().replace(/[^A-Z]/g, "")];
  if (letters.length !== 4 || letters.some((letter) => !LETTERS.includes(letter))) return null;
  const number = letters.reduce((sum, letter) => sum * LETTERS.length + LETTERS.indexOf(letter), 0);
  const content = Math.floor(number / CHECK);
  if (number % CHECK !== content % CHECK) return null;
  const rest = Math.floor(content / GROUPS);
  return { screen: Math.floor(rest / CHOICES), choice: rest % CHOICES, group: content % GROUPS };
}

let on = false;
let frozen = false;
const shown = new Set<number>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

export const teaching = {
  toggle(value = !on) {
    on = value;
    frozen = false;
    document.documentElement.classList.toggle("large", on);
    tell();
  },
  freeze(value = !frozen) {
    frozen = value;
    tell();
  },
  reveal(screen: number) {
    if (shown.has(screen)) shown.delete(screen);
    else shown.add(screen);
    tell();
  },
  /** `frozen`: nothing on the page moves, or can be moved, until the teacher lets it. */
  use(screen = -1): { on: boolean; frozen: boolean; shown: boolean } {
    const [, again] = useState(0);
    useEffect(() => {
      const listener = () => again((n) => n + 1);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    }, []);
    return { on, frozen, shown: shown.has(screen) };
  },
};

interface Votes {
  groups: Map<number, number>;
  hands: number[];
}
const ballots = new Map<string, Votes>();

/** Votes of groups by the codes that they read out, or of hands that are raised. */
export function Tally({ screen, options, about = "" }: { screen: number; options: string[]; about?: string }) {
  const id = `${screen} ${about}`;
  const [, again] = useState(0);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  if (!ballots.has(id)) ballots.set(id, { groups: new Map(), hands: options.map(() => 0) });
  const { groups, hands } = ballots.get(id)!;
  const counts = options.map((_, i) => hands[i] + [...groups.values()].filter((choice) => choice === i).length);
  const most = Math.max(...counts, 1);
  const add = (event: Event) => {
    event.preventDefault();
    const found = decoded(text);
    if (!found) setWrong(say("teacher.no_code"));
    else if (found.screen !== screen) setWrong(say("teacher.other_screen", { n: found.screen }));
    else {
      groups.set(found.group, found.choice);
      setText("");
      setWrong("");
    }
    again((n) => n + 1);
  };
  return (
    <section class="tally" aria-label={say("teacher.tally")}>
      {screen >= 0 && (
        <form onSubmit={add}>
          <label>
            {say("teacher.enter")} <input value={text} maxLength={6} size={6} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
          </label>
          <button type="submit" class="button">{say("teacher.add")}</button>
          <span role="status">{wrong}</span>
        </form>
      )}
      <ul>
        {options.map((option, i) => (
          <li key={option}>
            <span>{option}</span>
            <meter min={0} max={most} value={counts[i]} aria-label={option} />
            <strong>{counts[i]}</strong>
            <button type="button" class="button hand" aria-label={say("teacher.hand_for", { option })} onClick={() => { hands[i] += 1; again((n) => n + 1); }}>
              {say("teacher.hand")}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button quiet" onClick={() => { ballots.delete(id); again((n) => n + 1); }}>
        {say("teacher.clear")}
      </button>
    </section>
  );
}
