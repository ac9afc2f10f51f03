// The end of a game, beside what the case's own strategy would have made of the same shocks.

import { useMemo } from "preact/hooks";
import { game } from "./data";
import type { Session } from "./session";
import { at, decimals, say } from "./words";

export function End({ session }: { session: Session }) {
  const other = useMemo(() => {
    const { source, set, seed, replication, month } = session;
    const played = game(source, { set, seed, replication });
    while (played.month < month) played.stepMonth();
    return played.outcome()[1 + session.table];
  }, [session, session.month]);
  const own = session.game.outcome()[1 + session.table];
  const side = session.side ? "partner" : "destination";
  const theirs = session.side ? "destination" : "partner";
  const lines: [string, number, number][] = [
    [say("end.own", { name: session.me }), own[`welfare_${side}`], other[`welfare_${side}`]],
    [say("end.other", { name: session.them }), own[`welfare_${theirs}`], other[`welfare_${theirs}`]],
    [say("end.arrivals"), own.people_arrivals, other.people_arrivals],
    [say("end.harm"), own.people_harm, other.people_harm],
  ];
  return (
    <section class="end" tabIndex={-1}>
      <h3>{say(own.paper_agreement > 0 ? "end.signed" : "end.unsigned")}</h3>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{say("end.yours")}</th>
            <th scope="col">{say("end.usual", { strategy: usual(session) })}</th>
          </tr>
        </thead>
        <tbody>
          {lines
            .filter(([, a]) => !Number.isNaN(a) && a !== -1)
            .map(([name, a, b]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{decimals(a)}</td>
                <td>{decimals(b)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="small">{say("end.note")}</p>
    </section>
  );
}

const usual = (session: Session): string => {
  const actor = session.source.names.actors[session.board.value("seat", session.seat, "actor")];
  const name = session.source.paths[`actors.${actor}.strategy`]?.value ?? "";
  return at(`strategies.${name}`) ?? String(name).replaceAll("_", " ");
};
