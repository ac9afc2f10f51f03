// Small parts that several screens share.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { many, theCase, type Case, type Many, type Settings, type Stop } from "./data";
import { code, Tally, teaching } from "./teacher";
import { say } from "./words";

export function Button(props: { onClick: () => void; children: ComponentChildren; kind?: "main" | "quiet" | "danger"; disabled?: boolean; pressed?: boolean; label?: string }) {
  return (
    <button type="button" class={`button ${props.kind ?? ""}`} onClick={props.onClick} disabled={props.disabled} aria-pressed={props.pressed} aria-label={props.label}>
      {props.children}
    </button>
  );
}

export function Slider(props: { label: string; value: number; low?: number; high?: number; step?: number; shown?: string; onInput: (value: number) => void; ends?: [string, string] }) {
  const { low = 0, high = 1 } = props;
  return (
    <label class="slider">
      <span>
        {props.label} {props.shown !== undefined && <b aria-hidden="true">{props.shown}</b>}
      </span>
      <input type="range" min={low} max={high} step={props.step ?? 0.05} value={props.value} aria-valuetext={props.shown} onInput={(event) => props.onInput(Number(event.currentTarget.value))} />
      {props.ends && (
        <span class="ends" aria-hidden="true">
          <small>{props.ends[0]}</small>
          <small>{props.ends[1]}</small>
        </span>
      )}
    </label>
  );
}

export function Pick<T extends string | number>(props: { label: string; value: T | null; options: { value: T; text: string; note?: string }[]; onPick: (value: T) => void }) {
  return (
    <fieldset class="pick">
      <legend>{props.label}</legend>
      {props.options.map(({ value, text, note }) => (
        <button type="button" key={value} class="card" aria-pressed={value === props.value} onClick={() => props.onPick(value)}>
          {text}
          {note && <small>{note}</small>}
        </button>
      ))}
    </fieldset>
  );
}

const guesses = new Map<string, number>();

/** A guess before anything is shown; what is inside appears after it, or when a teacher reveals. */
export function Predict(props: { screen: number; question: string; options: string[]; children: ComponentChildren }) {
  const id = String(props.screen);
  const [guess, setGuess] = useState<number | null>(guesses.get(id) ?? null);
  const { on, shown } = teaching.use(props.screen);
  const open = on ? shown : guess !== null;
  return (
    <section class="predict">
      {on ? (
        <h2 class="asked">{props.question}</h2>
      ) : (
        <Pick
          label={props.question}
          value={guess}
          options={props.options.map((text, value) => ({ value, text }))}
          onPick={(value) => {
            guesses.set(id, value);
            setGuess(value);
          }}
        />
      )}
      {guess !== null && !on && (
        <p class="small">
          {say("teacher.code")} <code>{code(props.screen, guess)}</code>
        </p>
      )}
      {on && <Tally screen={props.screen} options={props.options} />}
      {on && (
        <Button kind="main" onClick={() => teaching.reveal(props.screen)}>
          {say(shown ? "teacher.hide" : "teacher.reveal")}
        </Button>
      )}
      {open && (
        <div class="revealed" tabIndex={-1}>
          {props.children}
        </div>
      )}
    </section>
  );
}

/** What a link asked for and did not get. */
export function Notice({ text }: { text: string }) {
  return text ? <p class="wrong" role="alert">{text}</p> : null;
}

/** A case once it is read. */
export function useCase(name: string): Case | null {
  const [source, setSource] = useState<Case | null>(null);
  useEffect(() => {
    let here = true;
    setSource(null);
    void theCase(name).then((found) => here && setSource(found));
    return () => {
      here = false;
    };
  }, [name]);
  return source;
}

/** Many runs of several settings under the same shocks; null while they are played. */
export function useRuns(source: Case | null, settings: Settings[] | null, count: number, seed = 0): { runs: Many[] | null; done: number; cancel: () => void; failed: string } {
  const [state, setState] = useState<{ runs: Many[] | null; done: number; failed: string }>({ runs: null, done: 0, failed: "" });
  const stop = useRef<Stop>({ stopped: true });
  const key = settings && JSON.stringify([source?.name, settings, count, seed]);
  useEffect(() => {
    if (!source || !settings) return;
    const mine: Stop = { stopped: false };
    stop.current = mine;
    const found: Many[] = [];
    const play = async () => {
      for (const [i, set] of settings.entries()) {
        const progress = (n: number) => setState((old) => ({ ...old, done: (i + n / count) / settings.length }));
        const runs = await many(source, set, { count, seed, progress, stop: mine });
        if (!runs || mine.stopped) return;
        found.push(runs);
      }
      setState({ runs: found, done: 1, failed: "" });
    };
    setState((old) => ({ ...old, done: 0, failed: "" }));
    const soon = setTimeout(() => void play().catch((error) => setState({ runs: null, done: 0, failed: String(error.message ?? error) })), 60);
    return () => {
      clearTimeout(soon);
      mine.stopped = true;
      mine.now?.();
    };
  }, [source, key]);
  return {
    ...state,
    cancel: () => {
      stop.current.stopped = true;
      stop.current.now?.();
      setState((old) => ({ ...old, done: 1 }));
    },
  };
}

export function Progress({ done, cancel }: { done: number; cancel?: () => void }) {
  if (done >= 1) return null;
  return (
    <div class="progress" role="status">
      <progress max={1} value={done} aria-label={say("progress.label")} />
      <span>{say("progress.says", { n: Math.round(100 * done) })}</span>
      {cancel && <Button kind="quiet" onClick={cancel}>{say("progress.cancel")}</Button>}
    </div>
  );
}
