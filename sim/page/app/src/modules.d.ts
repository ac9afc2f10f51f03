// The engine stands outside: it is tested by itself, from Python.
declare module "*/engine.js";
declare module "*/game.js";
declare module "*/workers.js";
declare const WORKER: string;
