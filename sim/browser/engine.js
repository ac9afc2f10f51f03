// The model in a browser or in node: load a module, put a case into its memory, play, read.
//
// Nothing here knows a field of the state: places come from the layout that stands beside the
// module. Draws are keyed by seed, replication, month and entity, so that a run here equals the
// batch driver's to the last bit.

const PAGE = 65536;

/** A change that cannot be made here; `path` says where, `expected` what would be right. */
export class Refused extends Error {
  constructor(path, what, expected) {
    super(`${path}: ${what}; expected ${expected}`);
    this.path = path;
    this.expected = expected;
  }
}

/** A module and its layout, ready for any number of boards. */
export class Engine {
  constructor(module, layout) {
    const notes = WebAssembly.Module.customSections(module, "fingerprint");
    const own = notes.length ? new TextDecoder().decode(notes[0]) : "";
    if (own !== layout.fingerprint) throw new Error("the module and its layout do not belong together");
    this.module = module;
    this.layout = layout;
  }

  /** @param {BufferSource} bytes the module @param {object} layout as `sim.browser.layout` writes it */
  static async load(bytes, layout) {
    return new Engine(await WebAssembly.compile(bytes), layout);
  }
}

/** The words that a case starts from. */
export function template(source) {
  return Uint8Array.from(atob(source.template), (letter) => letter.charCodeAt(0));
}

/** One state in memory of its own, and the model that plays it. */
export class Board {
  /**
   * @param {Engine} engine
   * @param {object} source the case, as `sim.browser.layout` writes it
   * @param {object} [options]
   * @param {object} [options.set] values by path, as of `--set`
   * @param {boolean} [options.history] whether to keep the log and monthly records
   */
  constructor(engine, source, { set = {}, history = true } = {}) {
    this.layout = engine.layout;
    this.source = source;
    this.history = history;
    this.ask = () => NaN;
    this.changes = changes(source, set);
    this.horizon = set.horizon ?? source.horizon;
    this.origin = template(source);
    this._lay(engine.module);
    this._write();
  }

  _lay(module) {
    const { records, growing, word, stack } = this.layout;
    const names = Object.keys(records);
    const align = 2 * word;
    this.arrays = {};
    this.table = Math.ceil(stack / align) * align;
    let at = this.table + 2 * word * names.length;
    // What a run starts from stands in one piece, so that it is copied at one go.
    const kept = names.filter((name) => !growing.includes(name));
    for (const name of [...kept, ...growing]) {
      const grows = growing.includes(name);
      if (name === growing[0]) at = Math.ceil(at / align) * align;
      const rows = this.source.rows[name] * (grows ? (this.history ? this.horizon : 0) : 1);
      this.arrays[name] = { at, rows, ...records[name] };
      at += rows * records[name].size;
    }
    this.first = this.arrays[kept[0]].at;
    this.end = at;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(at / PAGE) + 1 });
    const pointer = new WebAssembly.Global({ value: "i32", mutable: true }, stack);
    this.model = new WebAssembly.Instance(module, {
      env: {
        __linear_memory: memory,
        __stack_pointer: pointer,
        ask: (seat, move, ...view) => this.ask(seat, this.layout.moves[move], view),
      },
    }).exports;
    this.memory = new Uint8Array(memory.buffer);
    this.view = new DataView(memory.buffer);
    names.forEach((name, i) => {
      this.view.setBigInt64(this.table + 2 * word * i, BigInt(this.arrays[name].at), true);
      this.view.setBigInt64(this.table + 2 * word * i + word, BigInt(this.arrays[name].rows), true);
    });
  }

  /** Put changes into what runs start from, as assembly would. */
  _write() {
    this.memory.set(this.origin, this.first);
    for (const [[array, row, field, place], value] of this.changes) this.put(array, row, field, value, place);
    this.origin = this.memory.slice(this.first, this.first + this.origin.length);
  }

  /** Give a seat to whoever answers `ask(seat, move, view)`; before `start`. */
  take(seat) {
    this.memory.set(this.origin, this.first);
    this.put("seat", seat, "strategy", this.layout.person);
    this.put("seat", seat, "choices", 0);
    this.put("seat", seat, "parameters", seat);
    this.origin = this.memory.slice(this.first, this.first + this.origin.length);
  }

  /** Set up the first month of a replication. */
  start(seed, replication) {
    this.memory.set(this.origin, this.first);
    this.memory.fill(0, this.first + this.origin.length, this.end);
    this._checked(this.model.start(this.table, BigInt(seed), BigInt(replication)));
  }

  /** Play the phases from `first` to before `last`; all of them are a month. */
  phases(first = 0, last = this.layout.phases.length) {
    this._checked(this.model.play(this.table, first, last));
  }

  /** Write the outcome. */
  finish() {
    this._checked(this.model.finish(this.table));
  }

  /** Play a whole replication; why it failed, or nothing. */
  play(seed, replication) {
    this.start(seed, replication);
    for (let month = 0; month < this.horizon; month++) this.phases();
    this.finish();
    return this.error;
  }

  _checked(status) {
    if (status !== 0) throw new Error(`the model stopped with status ${status}`);
  }

  get month() {
    return this.value("run", 0, "month");
  }

  get error() {
    return this.layout.errors[this.value("run", 0, "error")] ?? null;
  }

  _cell(array, row, field, place) {
    const { at, size, fields } = this.arrays[array];
    const [offset, kind] = fields[field];
    return [at + row * size + offset + place * this.layout.word, kind];
  }

  /** One number. */
  value(array, row, field, place = 0) {
    const [at, kind] = this._cell(array, row, field, place);
    return kind === "i8" ? Number(this.view.getBigInt64(at, true)) : this.view.getFloat64(at, true);
  }

  /** Overwrite one number of the state. */
  put(array, row, field, value, place = 0) {
    const [at, kind] = this._cell(array, row, field, place);
    if (kind === "i8") this.view.setBigInt64(at, BigInt(value), true);
    else this.view.setFloat64(at, value, true);
  }

  /** How many rows of an array have been written. */
  written(array) {
    const { rows } = this.arrays[array];
    if (!this.layout.growing.includes(array)) return rows;
    return Math.min(rows, array === "log" ? this.value("run", 0, "logged") : this.month * this.source.rows[array]);
  }

  /** The written rows of an array as bytes; a window on memory that the next step changes. */
  bytes(array) {
    const { at, size } = this.arrays[array];
    return this.memory.subarray(at, at + this.written(array) * size);
  }

  /** A field of all written rows. */
  column(array, field, place = 0) {
    return Float64Array.from({ length: this.written(array) }, (_, row) => this.value(array, row, field, place));
  }

  /** A row by field; fields of several words are arrays. */
  row(array, row) {
    const found = {};
    for (const [field, [, , places]] of Object.entries(this.arrays[array].fields)) {
      const values = Array.from({ length: places }, (_, place) => this.value(array, row, field, place));
      found[field] = places === 1 ? values[0] : values;
    }
    return found;
  }

  /** All written rows by field, such as the event log. */
  rows(array) {
    return Array.from({ length: this.written(array) }, (_, row) => this.row(array, row));
  }

  /** What whoever sits at a seat could do now: provisions by name, -1 where a move is not possible. */
  openings(seat) {
    return this._aside(() =>
      Object.fromEntries(this.layout.openings.map((name, i) => [name, this.model.opening(this.table, seat, i)])),
    );
  }

  /** The level that its giver could bring a provision down to. */
  lowered(provision) {
    return this._aside(() => this.model.lowered(this.table, provision));
  }

  /** What today's levels are worth to a seat, a month. */
  worth(seat) {
    return this._aside(() => this.model.worth(this.table, seat));
  }

  // The model reckons in the state itself.
  _aside(question) {
    const before = this.snapshot();
    const answer = question();
    this.memory.set(before, this.first);
    return answer;
  }

  /** A copy of the run as it stands, to be put back by `restore`: without what is only added to. */
  snapshot() {
    return this.memory.slice(this.first, this.first + this.origin.length);
  }

  /** Return to a copy, to the last bit. */
  restore(copy) {
    this.memory.set(copy, this.first);
    for (const name of this.layout.growing) {
      const { at, rows, size } = this.arrays[name];
      this.memory.fill(0, at + this.written(name) * size, at + rows * size);
    }
  }
}

/** What settings write, cell by cell; or `Refused`, as `qpq` would refuse them with `--set`. */
export function changes(source, set) {
  return Object.entries(set).flatMap(([path, value]) => {
    const entry = allowed(source, set, path, value);
    const values = written(entry, value);
    return entry.cells.map((cell, i) => [cell, values[i]]);
  });
}

/** The entry of a path if a value may be set there beside the others. */
export function allowed(source, set, path, value) {
  const entry = source.paths[path];
  if (!entry) throw new Refused(path, "nothing is named so", "a path of the case");
  if (entry.derived) throw new Refused(path, "the page cannot set this", `the command qpq with --set ${path}=${value}`);
  if (entry.closed) throw new Refused(path, ...entry.closed);
  if (value === null && entry.nothing) return entry;
  if (entry.choices) {
    const valid = Object.keys(entry.choices);
    if (!valid.includes(value)) throw new Refused(path, `'${value}' is not possible`, valid.join(", "));
  } else {
    const { low, high, open, kind } = entry;
    const whole = kind === "whole" ? Number.isInteger(value) : true;
    const above = low === null || value > low || (value === low && !open[0]);
    const below = high === null || value < high || (value === high && !open[1]);
    if (typeof value !== "number" || !Number.isFinite(value) || !whole || !above || !below)
      throw new Refused(path, `${value} is out of range`, `${kind === "whole" ? "a whole number" : "a number"} from ${low ?? "any"} to ${high ?? "any"}`);
  }
  const taken = new Set(entry.cells.map(String));
  for (const other of Object.keys(set)) {
    if (other === path) continue;
    const cells = source.paths[other]?.cells ?? [];
    if ((entry.clash ?? []).includes(other) || cells.some((cell) => taken.has(String(cell))))
      throw new Refused(path, `it depends on ${other}, which is set as well`, "one of the two, or the command qpq");
  }
  for (const [lower, upper] of source.ordered.filter((pair) => pair.includes(path))) {
    const at = (key, end) => set[key] ?? source.paths[key].ends?.[end] ?? source.paths[key].value;
    const [least, most] = [at(lower, 1), at(upper, 0)];
    if (least > most) throw new Refused(path, `${least} is above ${most}`, `${lower} <= ${upper}`);
  }
  return entry;
}

/** What a value writes to the cells of its path. */
function written(entry, value) {
  if (value === null) return entry.nothing;
  return entry.choices ? entry.choices[value] : entry.cells.map(() => value);
}
