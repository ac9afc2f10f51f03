// Carries out one task of a test: reads it as JSON from a file, writes what came of it as JSON.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [folder, sources] = process.argv.slice(2);
const { Board, Engine } = await import(`${sources}/engine.js`);
const { Game } = await import(`${sources}/game.js`);
const { workers } = await import(`${sources}/node.js`);
const { Pool } = await import(`${sources}/workers.js`);

const json = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf-8"));
const task = json("task");
const engine = await Engine.load(readFileSync(`${folder}/engine.wasm`), json("layout"));
const HISTORY = ["outcome", ...engine.layout.growing];

const digests = (board) =>
  Object.fromEntries(HISTORY.map((name) => [name, createHash("sha256").update(board.bytes(name)).digest("hex")]));

// What somebody answers in both worlds: chances that make things happen, and utilities moved a bit.
const answer = (move, view) => task.chances[move] ?? view.propensity + 0.015625 * view.trust;

const through = (game, until, asked) => {
  while (!game.finished && game.month < until) {
    const question = game.step();
    if (!question) continue;
    asked?.push([question.seat, question.move, ...Object.values(question.view)]);
    game.answer(answer(question.move, question.view));
  }
  return game;
};

const tasks = {
  histories() {
    return task.cases.map((name) => {
      const board = new Board(engine, json(name));
      return task.replications.map((number) => {
        const error = board.play(task.seed, number);
        return { error, ...digests(board) };
      });
    });
  },

  templates() {
    const source = json(task.case);
    return task.sets.map((set) => {
      try {
        const board = new Board(engine, source, { set });
        return Buffer.from(board.origin).toString("base64");
      } catch (refused) {
        return { path: refused.path, message: refused.message };
      }
    });
  },

  person() {
    const source = json(task.case);
    const options = { seed: task.seed, replication: task.replication, seats: task.seats };
    const asked = [];
    const game = through(new Game(engine, source, options), Infinity, asked);
    const found = { asked, whole: digests(game.board) };
    const asking = new Game(engine, source, options);
    found.openings = [];
    while (!asking.finished) {
      through(asking, asking.month + 1);
      const { board } = asking;
      found.openings.push(task.seats.map((seat) => [Object.values(board.openings(seat)), board.worth(seat)]));
      found.lowered = source.names.provisions.map((_, row) => board.lowered(row));
    }
    try {
      const odd = new Game(engine, source, options);
      while (!odd.stepMonth());
      odd.answer(NaN);
    } catch (refused) {
      found.odd = refused.message;
    }
    found.asked_of = digests(asking.board);
    const undone = through(new Game(engine, source, options), task.month);
    const middle = undone.outcome();
    undone.step();
    undone.undo(4);
    found.undoneTo = undone.month;
    found.undone = digests(through(undone, Infinity).board);
    found.middle = middle;
    const branched = through(new Game(engine, source, options), task.month);
    for (const since of ["start", "now"]) {
      const other = branched.branch(task.set, since);
      found[since] = { month: other.month, ...digests(through(other, Infinity).board) };
    }
    try {
      branched.branch(task.moved, "now");
    } catch (refused) {
      found.refused = refused.message;
    }
    found.stays = digests(through(branched, Infinity).board);
    return found;
  },

  orders() {
    const source = json(task.case);
    const [partner, destination] = [1, 0];
    // Whoever sits there answers as the rules propose, but for what a task says.
    const play = (seats, said, act = () => {}) => {
      const game = new Game(engine, source, { seed: task.seed, replication: task.replication, seats });
      while (!game.finished) {
        act(game);
        const question = game.step();
        if (!question) continue;
        const quiet = ["demand", "blackmail", "retaliate", "threaten"].includes(question.move);
        game.answer(said(question, game) ?? (quiet ? 0 : question.view.propensity));
      }
      return game;
    };
    const both = [destination, partner];
    const made = (game, name) => game.board.rows("log").filter(({ kind }) => kind === engine.layout.kinds[name][0]).length;
    const twice = (seat, kind, said, order) => {
      const asked = play(both, (question, game) => (question.seat === seat && game.month === task.month ? said[question.move] : undefined));
      const done = [];
      const told = play(both, () => undefined, (game) => {
        if (game.month === task.month && game.next === order.before && !done.length) done.push(order.give(game));
      });
      return { asked: digests(asked.board), told: digests(told.board), done, made: made(told, kind) };
    };
    const levels = (game, issue) =>
      Object.fromEntries(
        source.names.provisions.map((_, row) => row).filter((row) => game.board.value("issue", game.board.value("provision", row, "issue"), "talk") === issue).map((row) => [row, game.board.value("provision", row, "offer", partner)]),
      );
    const found = {
      demand: twice(partner, "demand", { demand: 1, price: 1 }, { before: "demands", give: (game) => game.order("demand", partner, game.board.openings(partner).demand, 1) }),
      threat: twice(destination, "threat", { threaten: 1, price: 1 }, {
        before: "threats",
        give: (game) => game.order("threaten", destination, game.board.openings(destination).threaten_lever, game.board.openings(destination).threaten, 1),
      }),
      cut: twice(partner, "retaliation", { retaliate: 1 }, { before: "demands", give: (game) => game.order("hit_back", partner, game.board.openings(partner).retaliate_lever) }),
    };
    // An offer of just what the rules would offer changes nothing; another one does.
    const usual = play(both, () => undefined);
    const offering = (change) => {
      const done = [];
      const game = play(both, () => undefined, (at) => {
        if (at.next !== "responses") return;
        for (let issue = 0; issue < source.names.issues.length; issue++)
          if (at.board.value("issue", issue, "standing") === partner && at.board.value("issue", issue, "status") === 1 && at.board.value("table", 0, "meets") === 1 && issue < at.board.value("table", 0, "last_issue") && at.board.value("issue", issue, "talk") === issue && !done.length) done.push(at.order("offer", issue, partner, change(levels(at, issue))));
      });
      return { done, game };
    };
    const same = offering((all) => all);
    const other = offering((all) => ({ ...all, [task.provision]: all[task.provision] * 0.5 }));
    found.offer = { usual: digests(usual.board), same: digests(same.game.board), other: digests(other.game.board), done: [...same.done, ...other.done] };
    const again = other.game.branch({});
    found.branched = digests(again.board);
    const back = other.game;
    back.undo(back.month - task.month);
    found.undone = back.month;
    // What is not possible is refused and leaves the game as it was.
    const free = new Game(engine, source, { seed: task.seed, replication: task.replication, seats: both });
    while (free.next !== "demands") free.step();
    const before = digests(free.board);
    const mine = free.board.openings(destination);
    found.refused = [
      free.order("demand", destination, mine.threaten, 1),
      free.order("threaten", partner, task.provision, task.provision, 1),
      free.order("hit_back", destination, task.provision),
      free.order("lift", partner),
      free.order("leave", 0, partner),
      free.order("offer", 0, partner, {}),
    ];
    found.unchanged = [before, digests(free.board)];
    return found;
  },

  people() {
    const board = new Board(engine, json(task.case));
    const flows = engine.layout.phases.indexOf("flows") + 1;
    const found = [];
    board.start(task.seed, task.replication);
    for (let month = 0; month < board.horizon; month++) {
      board.phases(0, flows);
      for (let row = 0; row < board.source.rows.route; row++) found.push({ ...board.row("route", row), stopped: board.model.stopped(board.table, row) });
      board.phases(flows);
    }
    return found;
  },

  async pool() {
    const ports = workers(task.workers);
    const pool = new Pool(engine, ports);
    const source = json(task.case);
    const seen = [];
    const given = { set: task.set, seed: task.seed, first: task.first, count: task.count };
    const old = pool.play(source, { ...given, count: 100000 });
    const played = pool.play(source, { ...given, progress: (done) => seen.push(done) });
    const failed = await played.then((found) =>
      pool.play(source, { ...given, set: { nothing: 1 } }).catch((error) => [error.message, found]),
    );
    const [message, { outcomes, errors }] = failed;
    await Promise.all(ports.map((worker) => worker.terminate()));
    return {
      cancelled: await old,
      outcomes: Buffer.from(outcomes.buffer).toString("base64"),
      errors,
      seen,
      message,
    };
  },
};

process.stdout.write(JSON.stringify(await tasks[task.do]()));
