// An offer on the table, and one that is put together part by part.

import { useMemo, useState } from "preact/hooks";
import { Levels } from "./charts";
import { ZoneBar } from "./positions";
import type { Item, Session } from "./session";
import { Button, Slider } from "./ui";
import { capital, decimals, percent, say, step } from "./words";

export interface Step {
  session: Session;
  go: (act: () => unknown) => void;
  plain: boolean;
}

export function Answer({ session, go, plain }: Step) {
  const { view, issue } = session.choice!;
  const offered = issue >= 0 ? session.offered(issue, 1 - session.side) : {};
  const looks = issue >= 0 ? view.offered + session.board.value("bid", 2 * issue + session.side, "noise") : view.offered;
  const able = view.offered >= view.reservation - 1e-12;
  const items = session.items().filter(({ row }) => row in offered).map((item) => ({ ...item, level: offered[item.row], before: item.level }));
  return (
    <section class="moves">
      <h3>{say("question.accept", { them: session.them })}</h3>
      <Levels items={items} plain={plain} />
      <p class="note">
        {!able
          ? say("question.cannot")
          : plain
            ? say(looks > view.disagreement ? "question.better" : "question.worse")
            : say("question.worth", { looks: decimals(looks), least: decimals(view.reservation), without: decimals(view.disagreement) })}
      </p>
      <Button kind="main" disabled={!able} onClick={() => go(() => session.answer(looks))}>
        {say("question.accept_yes")}
      </Button>
      <Button onClick={() => go(() => session.answer(Math.max(view.propensity, looks + 0.01)))}>{say("question.accept_no")}</Button>
    </section>
  );
}

/** What somebody offers: by how much they keep or, part by part, by dragging or with the arrow keys. */
export function Offer({ session, go, plain }: Step) {
  const { view, issue } = session.choice!;
  const low = view.reservation;
  const high = Math.max(view.best, low);
  const id = `${session.month}-${issue}-${session.game.given.length}`;
  const [own, setOwn] = useState<{ id: string; levels: Record<number, number> } | null>(null);
  const [held, setHeld] = useState<{ id: string; target: number } | null>(null);
  const target = held?.id === id ? held.target : Math.min(Math.max(view.propensity, low), high);
  const found = useMemo(() => (issue >= 0 ? session.package(target) : null), [id, target]);
  const composed = own?.id === id;
  const levels = composed ? own.levels : (found?.levels ?? {});
  const worth = composed ? session.judge(levels) : { mine: found?.mine ?? target, theirs: found?.theirs ?? 0 };
  const able = worth.mine >= low - 1e-9;
  const items = session.items().filter(({ row }) => row in levels);
  const zone = session.zones().find((each) => each.issue === issue);
  const put = (row: number, level: number) => setOwn({ id, levels: { ...levels, [row]: level } });
  const parts = <Parts session={session} items={items} levels={levels} plain={plain} put={put} />;
  return (
    <section class="moves">
      <h3>{say("question.concede", { them: session.them })}</h3>
      <Slider
        label={say("offer.hold")}
        value={target}
        low={low}
        high={high}
        step={(high - low) / 40 || 0.01}
        ends={[say("offer.generous"), say("offer.greedy")]}
        onInput={(value) => {
          setOwn(null);
          setHeld({ id, target: value });
        }}
      />
      {plain ? (
        <details>
          <summary>{say("offer.compose")}</summary>
          {parts}
        </details>
      ) : (
        <>
          <p class="small">{say("offer.compose")}</p>
          {parts}
        </>
      )}
      {zone?.there && <ZoneBar zone={zone} offer={worth} us={session.me} them={session.them} plain={plain} />}
      <p class="note" role="status">
        {!able ? say("offer.cannot") : plain ? say("offer.fair") : say("offer.worth", { them: session.them, mine: decimals(worth.mine), theirs: decimals(worth.theirs), least: decimals(low) })}
      </p>
      <Button kind="main" disabled={!able} onClick={() => go(() => (composed ? session.offer(levels, worth.mine) : session.answer(target)))}>
        {say("offer.make")}
      </Button>
    </section>
  );
}

/** The parts of an offer as bars that can be dragged, each in the colour of whoever gives it. */
function Parts(props: { session: Session; items: Item[]; levels: Record<number, number>; plain: boolean; put: (row: number, level: number) => void }) {
  const { session, items, levels, plain, put } = props;
  const bound = (row: number, field: string) => session.board.value("provision", row, field);
  return (
    <div class="parts">
      {items.map(({ row, name, mine, whole }) => {
        const [least, most] = [bound(row, "inherited"), bound(row, "cap")];
        const who = mine ? session.me : session.them;
        const label = say("offer.part", { what: capital(name), who });
        return whole ? (
          <label key={row} class={`check ${mine ? "us" : "them"}`}>
            <input type="checkbox" checked={levels[row] > 0.5} disabled={most <= least} onInput={(event) => put(row, event.currentTarget.checked ? most : least)} />
            {label}
          </label>
        ) : (
          <div key={row} class={mine ? "us" : "them"}>
            <Slider label={label} low={least} high={most} step={0.01} value={levels[row]} shown={plain ? step(levels[row]) : percent(levels[row])} onInput={(value) => put(row, value)} />
          </div>
        );
      })}
    </div>
  );
}
