// Workers of node, as a `Pool` takes them; a browser has `worker.js`.

import { parentPort, Worker } from "node:worker_threads";
import { serve } from "./workers.js";

/** Workers that look like a browser's; `terminate` ends them. */
export function workers(count) {
  return Array.from({ length: count }, () => {
    const worker = new Worker(new URL(import.meta.url));
    worker.on("message", (data) => worker.onmessage({ data }));
    return worker;
  });
}

if (parentPort) {
  const port = { postMessage: (...message) => parentPort.postMessage(...message) };
  serve(port);
  parentPort.on("message", (data) => port.onmessage({ data }));
}
