// The eleven screens. Every number is computed here and now, and words that state a result are
// chosen by what was computed.

import { useMemo } from "preact/hooks";
import { CEUTA } from "./contrast";
import { typical } from "./data";
import { Levels } from "./charts";
import { Limits } from "./limits";
import { Affected } from "./people";
import { Play } from "./play";
import { Sandbox } from "./sandbox";
import { Chairs } from "./scene";
import { Session } from "./session";
import { Follow, Luck, TwoPartners, Weighing } from "./threats";
import { Predict, Progress, useCase, useRuns } from "./ui";
import { Swap, Voices } from "./voices";
import { capital, list, say } from "./words";

export const SCREENS = 11;

export function Lesson({ n }: { n: number }) {
  const Screen: (props: { n: number }) => any = [Meet, FirstMove, TwoPartners, Weighing, Luck, Follow, Swap, Voices, Affected, Free, Limits][n];
  return (
    <article class={`screen screen-${n}`}>
      <h1>{say(`screens.${n}.title`)}</h1>
      <p class="lead">{say(`screens.${n}.text`)}</p>
      <Screen n={n} />
    </article>
  );
}

function Meet({ n }: { n: number }) {
  const source = useCase(CEUTA);
  const session = useMemo<Session | null>(() => source && new Session(source, 1), [source]);
  if (!session) return <p role="status">{say("loading")}</p>;
  const items = session.items();
  const wanted = (mine: boolean) =>
    items
      .filter((item) => item.mine === mine && item.level < item.cap - 0.1)
      .sort((a, b) => weight(session, b.row) - weight(session, a.row))
      .slice(0, 2)
      .map(({ name }) => name);
  const asked: number = session.board.openings(1).demand;
  const possible = session.prices();
  return (
    <>
      <Chairs us={session.me} them={session.them} says={say("meet.want", { what: list(wanted(false)) })} answers={say("meet.want", { what: list(wanted(true)) })} />
      <Predict screen={n} question={say("screens.0.question", { us: session.me })} options={possible.map((row) => capital(session.cast.provision(row)))}>
        <p class="result">{say(asked >= 0 ? "meet.asks" : "meet.asks_nothing", { us: session.me, what: asked >= 0 ? session.cast.provision(asked) : "" })}</p>
        <h2>{say("meet.today")}</h2>
        <Levels items={items} plain givers={[session.me, session.them]} />
        <p class="note">
          {say("meet.given")} {(source!.names.provisions as string[]).some((name) => name.endsWith("readmission")) && say("meet.readmission")}
        </p>
      </Predict>
    </>
  );
}

const weight = (session: Session, row: number) => session.board.value("provision", row, "worth") * (session.board.value("provision", row, "cap") - session.board.value("provision", row, "level"));

function FirstMove() {
  const source = useCase(CEUTA);
  const { runs, done } = useRuns(source, [{}], 200);
  if (!source || !runs) return <Progress done={done} />;
  // A run like most: the one in the middle of the first two hundred.
  const replication = typical(runs[0].column("welfare_partner", 0));
  return <Play source={source} seat={1} replication={replication} plain months={18} moves={["ask", "threaten"]} />;
}

const Free = () => <Sandbox />;
