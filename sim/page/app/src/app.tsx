// The page: where one is, and how to get elsewhere.

import { render } from "preact";
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import { board, holds, many, open, read, theCase, type Settings } from "./data";
import { Lesson, SCREENS } from "./lessons";
import { fitted, place, readLink, setIndex } from "./linking";
import { lastGame, Play } from "./play";
import { ends, who } from "./sandbox";
import { Results } from "./results";
import { told } from "./story";
import { teaching } from "./teacher";
import { Button, Notice, Pick, useCase } from "./ui";
import { Watch } from "./watch";
import { at, say, speak } from "./words";

const ROOMS = ["play", "watch", "sheet", "results"];

function App() {
  const [where, setWhere] = useState(place());
  const { on, frozen } = teaching.use();
  useEffect(() => {
    const follow = () => {
      setWhere((old) => {
        const now = place();
        if (now !== old) scrollTo(0, 0);
        return now;
      });
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.altKey || event.ctrlKey || event.metaKey || target.closest("input, select, textarea, [tabindex='0']")) return;
      const n = Number(where);
      if (event.key === "ArrowRight" && n < SCREENS - 1) location.hash = `#/${n + 1}`;
      if (event.key === "ArrowLeft" && n > 0) location.hash = `#/${n - 1}`;
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [where]);
  const n = Number(where);
  const known = /^\d+$/.test(where) && n < SCREENS;
  const room = known || (ROOMS.includes(where) && (where !== "results" || holds("results")));
  return (
    <>
      <header class="top">
        <a class="brand" href="#/0">{say("title")}</a>
        <nav aria-label={say("nav.screens")}>
          <ol>
            {Array.from({ length: SCREENS }, (_, i) => (
              <li key={i}>
                <a href={`#/${i}`} aria-current={i === n && known ? "page" : undefined} aria-label={`${i}: ${say(`screens.${i}.title`)}`}>
                  {i}
                </a>
              </li>
            ))}
          </ol>
        </nav>
        <nav class="rooms" aria-label={say("nav.rooms")}>
          <a href="#/play" aria-current={where === "play" ? "page" : undefined}>{say("nav.play")}</a>
          <a href="#/9" aria-current={where === "9" ? "page" : undefined}>{say("nav.sandbox")}</a>
          <a href="#/watch" aria-current={where === "watch" ? "page" : undefined}>{say("nav.watch")}</a>
          {holds("results") && <a href="#/results" aria-current={where === "results" ? "page" : undefined}>{say("nav.results")}</a>}
          <Button kind="quiet" pressed={on} onClick={() => teaching.toggle()}>{say("nav.teacher")}</Button>
          {on && <Button kind="quiet" pressed={frozen} onClick={() => teaching.freeze()}>{say("teacher.freeze")}</Button>}
        </nav>
      </header>
      <p class="frozen" role="status">{frozen && say("teacher.frozen")}</p>
      <div class="stage" key={where} inert={frozen}>
        <Notice text={room ? "" : say("link.screen", { given: where.slice(0, 40), most: SCREENS - 1 })} />
        <Careful>{where === "play" ? <Room /> : where === "watch" ? <Watch /> : where === "results" && room ? <Results /> : where === "sheet" ? <Sheet /> : <Lesson n={known ? n : 0} />}</Careful>
        {(known || !room) && (
          <nav class="turn" aria-label={say("nav.turn")}>
            {n > 0 ? <a class="button" href={`#/${n - 1}`}>{say("nav.back")}</a> : <span />}
            {n === SCREENS - 1 ? <a class="button main" href="#/play">{say("nav.play")}</a> : <a class="button main" href={`#/${(known ? n : 0) + 1}`}>{say("nav.next", { title: say(`screens.${(known ? n : 0) + 1}.title`) })}</a>}
          </nav>
        )}
      </div>
      <footer>
        <p>
          {say("footer", { version: at("version") })} {on && <a href="#/sheet">{say("nav.sheet")}</a>}
        </p>
      </footer>
    </>
  );
}

/** What goes wrong inside is told in one sentence, and the rest of the page stays. */
function Careful({ children }: { children: any }) {
  const [error, again] = useErrorBoundary();
  if (!error) return children;
  return (
    <>
      <Notice text={say("failed", { why: String(error.message ?? error) })} />
      <Button onClick={again}>{say("again")}</Button>
    </>
  );
}

/** Any case, at any seat. */
function Room() {
  const [asked, setSetup] = useState(readLink());
  const source = useCase(asked.case);
  const [started, setStarted] = useState(location.hash.includes("?"));
  useEffect(() => {
    const follow = () => {
      setSetup(readLink());
      setStarted(location.hash.includes("?"));
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  if (!source || source.name !== asked.case) return <p role="status">{say("loading")}</p>;
  const setup = fitted(source, asked);
  const { table } = setup;
  if (started)
    return (
      <article class="screen">
        <h1>{source.title}</h1>
        <Notice text={setup.wrong} />
        <Play source={source} seat={2 * table + setup.side} set={setup.set} seed={setup.seed} replication={setup.replication} />
        <Button kind="quiet" onClick={() => setStarted(false)}>{say("room.other")}</Button>
      </article>
    );
  const seats = source.names.tables.flatMap((_: string, i: number) => ends(source, i).map((actor, side) => ({ value: 2 * i + side, text: who(source, actor), note: say("room.opposite", { other: who(source, ends(source, i)[1 - side]) }) })));
  return (
    <article class="screen">
      <h1>{say("room.title")}</h1>
      <label class="choose">
        {say("sandbox.case")}{" "}
        <select value={setup.case} onChange={(event) => setSetup({ ...setup, case: event.currentTarget.value, table: 0, set: {}, wrong: "" })}>
          {indexed().map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Notice text={setup.wrong} />
      <p class="lead">{beginning(source.words.description)}</p>
      <Pick label={say("room.seat")} value={2 * table + setup.side} options={seats} onPick={(seat: number) => setSetup({ ...setup, table: seat >> 1, side: seat % 2 })} />
      <Button kind="main" onClick={() => setStarted(true)}>{say("room.start")}</Button>
    </article>
  );
}

/** How a case opens; its end would spoil the game. */
const beginning = (text: string) => text.split(/(?<=\.) (?=[A-Z])/).slice(0, 2).join(" ");

/** A sheet to print: the questions, and room to write. */
function Sheet() {
  return (
    <article class="screen sheet">
      <h1>{say("sheet.title")}</h1>
      <p>{say("sheet.text")}</p>
      <Button onClick={() => print()}>{say("sheet.print")}</Button>
      <ol start={0}>
        {Array.from({ length: SCREENS }, (_, i) => (
          <li key={i}>
            <b>{say(`screens.${i}.title`)}</b> {i !== 1 && i !== 9 && say(`screens.${i}.question`, { us: "Morocco" })}
            <span class="write" />
            <span class="write" />
          </li>
        ))}
      </ol>
    </article>
  );
}

let cases: { name: string; title: string }[] = [];
const indexed = () => cases;

async function start() {
  const root = document.getElementById("app")!;
  const plain = (text: string) => {
    const line = document.createElement("p");
    line.className = "bare";
    line.textContent = text;
    root.replaceChildren(line);
  };
  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") return plain(document.querySelector("noscript")?.textContent?.replace(/<[^>]*>/g, "").trim() ?? "");
  speak(await read("words"));
  try {
    cases = await read("index");
    setIndex(cases);
    await open();
  } catch (error) {
    return plain(say("broken", { why: String((error as Error).message) }));
  }
  root.replaceChildren();
  render(<App />, root);
}

/** For the curious, in the console of the browser: the model itself. */
const model = {
  /** One run: its outcome, and its story. */
  async run(name: string, set: Settings = {}, seed = 0, replication = 0) {
    const source = await theCase(name);
    const played = board(source, { set });
    const error = played.play(seed, replication);
    return { error, outcome: played.rows("outcome"), story: told(source, played).map(({ month, text }) => [month, text]) };
  },
  /** One outcome of many runs. */
  async many(name: string, outcome: string, set: Settings = {}, seed = 0, count = 1000) {
    const runs = await many(await theCase(name), set, { seed, count });
    return runs && Array.from(runs.column(outcome));
  },
  /** Where both sides of the game that was looked at last stand, in each talks. */
  zones: () => lastGame()?.zones() ?? [],
};
Object.assign(globalThis, { qpq: model });

void start();
