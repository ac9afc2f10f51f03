// Seconds that node takes for replications with one worker and with two, for `browser.py`.

import { readFileSync } from "node:fs";

const [folder, sources, count, times] = process.argv.slice(2);
const { Engine } = await import(`${sources}/engine.js`);
const { Pool } = await import(`${sources}/workers.js`);
const { workers } = await import(`${sources}/node.js`);

const json = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf-8"));
const opened = performance.now();
const engine = await Engine.load(readFileSync(`${folder}/engine.wasm`), json("layout"));
const source = json("case");
const found = {};
for (const number of [1, 2]) {
  const ports = workers(number);
  const pool = new Pool(engine, ports);
  await pool.play(source, { count: 1 });
  if (number === 1) found.first = (performance.now() - opened) / 1000;
  // The first runs are played while the engine still optimises.
  await pool.play(source, { count: Number(count) });
  found[number] = [];
  for (let i = 0; i < Number(times); i++) {
    const begun = performance.now();
    await pool.play(source, { count: Number(count) });
    found[number].push((performance.now() - begun) / 1000);
  }
  for (const port of ports) await port.terminate();
}
process.stdout.write(JSON.stringify(found));
