// A case played month by month at any seat.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Case, Settings } from "./data";
import { Levels, Scales } from "./charts";
import { Answer, Offer, type Step } from "./composing";
import { End } from "./ending";
import { Route, Zones } from "./positions";
import { Chairs, type Mood } from "./scene";
import { Session, type Item } from "./session";
import { Tally, teaching } from "./teacher";
import { Button, Pick, Slider } from "./ui";
import { at, capital, decimals, percent, say, sentence, step } from "./words";

let latest: Session | null = null;
/** The game on the screen, for the browser's console. */
export const lastGame = () => latest;

type Mode = "menu" | "ask" | "threaten" | "cut";

export function Play(props: {
  source: Case;
  seat: number;
  set?: Settings;
  seed?: number;
  replication?: number;
  plain?: boolean;
  months?: number;
  moves?: string[];
}) {
  const { source, seat, set = {}, seed = 0, replication = 0, plain = false } = props;
  const key = JSON.stringify([source.name, seat, set, seed, replication]);
  const first = useMemo(() => new Session(source, seat, set, seed, replication), [key]);
  const [swapped, setSwapped] = useState<{ key: string; session: Session } | null>(null);
  const session = swapped?.key === key ? swapped.session : first;
  latest = session;
  const [turn, again] = useState(0);
  const seated = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone; whoever uses the keyboard goes on with what took its place.
  useLayoutEffect(() => {
    if (turn > 0 && document.activeElement === document.body) seated.current?.querySelector<HTMLElement>(".moves .button:not(:disabled), .end")?.focus({ preventScroll: true });
  });
  const [mode, setMode] = useState<Mode>("menu");
  const { on } = teaching.use();
  const [holding, setHolding] = useState(true);
  const [held, setHeld] = useState<(() => unknown) | null>(null);
  const go = (act: () => unknown) => {
    act();
    setHeld(null);
    setMode("menu");
    again((n) => n + 1);
  };
  // A teacher lets the class guess before the other side answers.
  const move = (act: () => unknown) => (on && holding ? setHeld(() => act) : go(act));
  const over = session.finished || (props.months !== undefined && session.month >= props.months);
  const items = session.items();
  const zones = session.zones();
  const mine: Mood = session.withholds ? "cross" : session.agreements().length ? "glad" : "calm";
  return (
    <div class="play">
      <p class="when">
        <strong>{session.finished ? say("play.over") : session.calendar}</strong>
        <progress max={props.months ?? session.horizon} value={session.month} aria-label={say("play.month", { n: session.month, of: props.months ?? session.horizon })} />
      </p>
      <Chairs us={say("play.you", { name: session.me })} them={session.them} moods={[mine, session.mood]} answers={session.because || say("play.hello", { name: session.me })} />
      <div class="columns">
        <div ref={seated}>
          {over ? (
            <End session={session} />
          ) : held ? (
            <Held them={session.them} about={`${key} ${session.month} ${session.game.phase}`} reveal={() => go(held)} back={() => setHeld(null)} />
          ) : session.choice ? (
            <Question session={session} go={move} plain={plain} />
          ) : (
            <Moves session={session} mode={mode} setMode={setMode} go={move} plain={plain} moves={props.moves} items={items} />
          )}
          {on && !over && (
            <Button pressed={holding} onClick={() => setHolding(!holding)}>
              {say("teacher.hold")}
            </Button>
          )}
          <div class="row">
            <Button kind="quiet" disabled={session.month === 0 && session.mayMove} onClick={() => go(() => session.undo())}>
              {say("play.undo")}
            </Button>
            {!over && !plain && (
              <Button kind="quiet" onClick={() => go(() => session.finish())}>
                {say("play.finish")}
              </Button>
            )}
          </div>
          {!plain && <WhatIf session={session} swap={(other) => setSwapped({ key, session: other })} />}
        </div>
        <div>
          <h3>{say("play.levels")}</h3>
          <Levels items={items} plain={plain} givers={[session.me, session.them]} />
          <Zones zones={zones} before={session.lastMonth} us={session.me} them={session.them} plain={plain} name={session.cast.issue} />
          {!plain && <Standing session={session} />}
          {!plain && <People session={session} />}
          <Story session={session} plain={plain} />
        </div>
      </div>
    </div>
  );
}

/** A move that is made and not yet answered: time for a vote. */
function Held({ them, about, reveal, back }: { them: string; about: string; reveal: () => void; back: () => void }) {
  return (
    <section class="moves held">
      <h3>{say("teacher.held", { them })}</h3>
      <Tally screen={-1} about={about} options={at("teacher.answers")} />
      <div class="row">
        <Button kind="main" onClick={reveal}>{say("teacher.reveal")}</Button>
        <Button kind="quiet" onClick={back}>{say("play.back")}</Button>
      </div>
    </section>
  );
}

function Story({ session, plain }: { session: Session; plain: boolean }) {
  const told = session.story(plain).slice(-8).reverse();
  return (
    <section class="story" aria-live="polite">
      <h3>{say("play.story")}</h3>
      {told.length === 0 && <p>{say("play.no_story")}</p>}
      {told.map(({ month, lines }) => (
        <p key={month}>
          <b>{session.cast.calendar(month)}</b> {lines.join(" ")}
        </p>
      ))}
    </section>
  );
}

/** How things stand between the two, in four numbers. */
function Standing({ session }: { session: Session }) {
  const facts: [string, number][] = [
    [say("standing.mine", { name: session.me }), session.worth(session.seat)],
    [say("standing.mine", { name: session.them }), session.worth(session.other)],
    [say("watch.trust", { a: session.them, b: session.me }), session.seatValue(session.other, "trust")],
    [say("standing.belief", { name: session.them }), session.seatValue(session.seat, "credibility")],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{decimals(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function People({ session }: { session: Session }) {
  return (
    <>
      {session.people().map((each) => (
        <Route key={each.name} {...each} />
      ))}
    </>
  );
}

function Moves({ session, mode, setMode, go, plain, moves, items }: Step & { mode: Mode; setMode: (mode: Mode) => void; moves?: string[]; items: Item[] }) {
  const allowed = (move: string) => !moves || moves.includes(move);
  const may = session.mayMove;
  const prices = session.prices();
  const levers = session.levers(session.asked);
  const free = session.stage(session.seat) === 0;
  const [asked, setAsked] = useState(-1);
  const [lever, setLever] = useState(-1);
  const [share, setShare] = useState(1);
  const price = prices.includes(asked) ? asked : (prices[0] ?? -1);
  const cut = levers.includes(lever) ? lever : (levers[0] ?? -1);
  const name = (row: number) => items.find((item) => item.row === row)!;
  const option = (row: number) => ({
    value: row,
    text: capital(name(row).name),
    note: say("play.now", { level: plain ? step(name(row).level) : percent(name(row).level) }),
  });
  if (!may || mode === "menu")
    return (
      <section class="moves" aria-label={say("play.your_move")}>
        <h3>{say("play.your_move")}</h3>
        <Button kind="main" onClick={() => go(() => session.advance())}>
          {say("play.wait")}
        </Button>
        {may && allowed("ask") && free && session.side === 1 && session.asked < 0 && prices.length > 0 && (
          <Button onClick={() => setMode("ask")}>{say("play.ask")}</Button>
        )}
        {may && allowed("threaten") && free && prices.length > 0 && levers.length > 0 && (
          <Button onClick={() => setMode("threaten")}>{say("play.threaten")}</Button>
        )}
        {may && allowed("cut") && free && levers.length > 0 && <Button onClick={() => setMode("cut")}>{say("play.cut")}</Button>}
        {may && session.withholds && (
          <Button onClick={() => go(() => session.lift() && session.advance())}>
            {say("play.lift", { what: session.cast.provision(session.seatValue(session.seat, "withdrawn")) })}
          </Button>
        )}
        {may && allowed("suspend") && session.mayExit && <Button onClick={() => go(() => session.suspend() && session.advance())}>{say("play.suspend")}</Button>}
        {may && allowed("leave") && session.side === 1 && session.mayExit && (
          <Button kind="danger" onClick={() => go(() => session.leave() && session.advance())}>
            {say("play.leave")}
          </Button>
        )}
        {session.stage(session.seat) === 1 && <p class="note">{say("play.pending", { month: session.cast.calendar(session.seatValue(session.seat, "due")) })}</p>}
      </section>
    );
  const weighed = mode === "threaten" && price >= 0 && cut >= 0 ? session.prospect(cut, price, share) : null;
  return (
    <section class="moves">
      <h3>{say(`play.${mode}`)}</h3>
      {mode !== "ask" && <Pick label={say("play.what_cut")} value={cut} options={levers.map(option)} onPick={setLever} />}
      {mode !== "cut" && <Pick label={say("play.what_for")} value={price} options={prices.map(option)} onPick={setAsked} />}
      {mode !== "cut" && price >= 0 && !name(price).whole && session.asked < 0 && !plain && (
        <Slider label={say("play.how_much")} value={share} low={0.1} step={0.1} shown={percent(share)} onInput={setShare} />
      )}
      {weighed && !plain && <Scales {...(weighed as any)} />}
      {weighed && plain && <p class="note">{say(weighed.belief * weighed.loss > weighed.cost + weighed.pride ? "scales.yields" : "scales.holds")}</p>}
      <div class="row">
        <Button
          kind={mode === "ask" ? "main" : "danger"}
          onClick={() =>
            go(() => {
              const done = mode === "ask" ? session.demand(price, share) : mode === "threaten" ? session.threaten(cut, price, share) : session.hitBack(cut);
              if (done) session.advance();
            })
          }
        >
          {say(`play.do_${mode}`)}
        </Button>
        <Button kind="quiet" onClick={() => setMode("menu")}>{say("play.back")}</Button>
      </div>
    </section>
  );
}

function Question({ session, go, plain }: Step) {
  const { move, view } = session.choice!;
  const cast = session.cast;
  if (move === "concede") return <Offer session={session} go={go} plain={plain} />;
  if (move === "accept") return <Answer session={session} go={go} plain={plain} />;
  const own = (field: string) => session.seatValue(session.seat, field);
  const theirs = (field: string) => session.seatValue(session.other, field);
  const slots: Record<string, string> = { them: session.them, me: session.me };
  if (move === "execute") slots.what = cast.provision(own("withdrawn"));
  if (move === "comply") slots.what = cast.provision(theirs("asked"));
  return (
    <section class="moves" role="group" aria-label={say(`question.${move}`, slots)}>
      <h3>{sentence(say(`question.${move}`, slots))}</h3>
      <Button kind={move === "execute" ? "danger" : "main"} onClick={() => go(() => session.answer(1))}>
        {say(`question.${move}_yes`, slots)}
      </Button>
      <Button onClick={() => go(() => session.answer(0))}>{say(`question.${move}_no`, slots)}</Button>
      {view.month !== undefined && move === "execute" && <p class="note">{say("question.execute_note")}</p>}
    </section>
  );
}

/** The game so far beside the same months with something else: under the same shocks. */
function WhatIf({ session, swap }: { session: Session; swap: (other: Session) => void }) {
  const choices = session.source.words.overrides as Record<string, { says: string; set: Settings }>;
  const possible = Object.entries(choices).filter(([, { set }]) => Object.keys(set).every((path) => session.source.paths[path] && !session.source.paths[path].derived && !session.source.paths[path].closed));
  const [wrong, setWrong] = useState("");
  if (!possible.length) return null;
  return (
    <details class="whatif">
      <summary>{say("play.what_if")}</summary>
      {possible.map(([name, { says, set }]) => (
        <Button
          key={name}
          onClick={() => {
            try {
              setWrong("");
              swap(session.otherwise(set));
            } catch (error) {
              setWrong(String((error as Error).message));
            }
          }}
        >
          {says}
        </Button>
      ))}
      <p role="status">{wrong}</p>
    </details>
  );
}
