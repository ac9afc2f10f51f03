// All words come from one catalogue; a slot is {name}.

type Tree = { [key: string]: any };
let tree: Tree = {};

export const speak = (words: Tree) => {
  tree = words;
};

export const at = (path: string): any => path.split(".").reduce((found, key) => found?.[key], tree);

/** The text at a place with its slots filled; a missing text shows its place, which a test looks for. */
export function say(path: string, slots: Record<string, string | number> = {}): string {
  const text = at(path);
  if (typeof text !== "string") return `[${path}]`;
  return filled(text, slots);
}

export const filled = (text: string, slots: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name) => String(slots[name] ?? `{${name}}`));

export const has = (path: string): boolean => typeof at(path) === "string";

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const sentence = (text: string): string => {
  const bare = text.trim();
  return bare && capital(bare) + (/[.?!]$/.test(bare) ? "" : ".");
};

export const percent = (share: number) => say("number.percent", { value: Math.round(100 * share) });

/** Two decimals, without a negative zero. */
export const decimals = (value: number) => {
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text;
};

/** A level as a step in words, for screens without decimals. */
export const step = (level: number): string => {
  const steps: string[] = at("number.steps");
  if (level < -0.005) return at("number.against");
  return steps[Math.min(steps.length - 1, Math.max(0, Math.round(level * (steps.length - 1))))];
};

export const list = (items: string[]): string =>
  items.length < 2
    ? items.join("")
    : items.slice(0, -1).join(at("story.list.comma")) + at("story.list.and") + items[items.length - 1];

export const worded = (key: string): string => at(`story.labels.${key}`) ?? key.replaceAll("_", " ");
