// Two chairs: who sits where, what face they make, and what they say.

import type { ComponentChildren } from "preact";
import { say } from "./words";

export type Mood = "calm" | "glad" | "cross" | "hurt";

const MOUTHS: Record<Mood, string> = {
  calm: "M -7 9 L 7 9",
  glad: "M -8 6 Q 0 15 8 6",
  cross: "M -8 12 Q 0 5 8 12",
  hurt: "M -7 12 Q 0 7 7 12",
};

/** One person on an armchair; `turn` is 1 for who looks right and -1 for who looks left. */
export function Chair({ side, mood = "calm", turn = 1 }: { side: "us" | "them"; mood?: Mood; turn?: 1 | -1 }) {
  return (
    <svg viewBox="0 0 160 170" class={`chair ${side}`} role="img" aria-label={say(`mood.${mood}`)}>
      <g transform={turn === 1 ? "" : "translate(160 0) scale(-1 1)"}>
        <path class="seat back" d="M24 66 Q24 36 52 36 L66 36 Q84 36 84 54 L84 132 L24 132 Z" />
        <path class="leg" d="M36 150 L32 166 M124 150 L128 166" />
        <path class="seat" d="M24 116 H126 Q136 116 136 126 V150 H24 Z" />
        <path class="coat" d="M54 124 Q50 74 80 71 Q108 74 106 124 Z" />
        <path class="limb" d="M82 118 H120 Q127 118 127 126 V152" />
        <path class="shirt" d="M72 72 L82 98 L91 73 Z" />
        <path class="tie" d="M82 74 L78 81 L82 100 L87 81 Z" />
        <path class="seat arm" d="M34 104 Q34 96 44 96 H92 Q102 96 102 105 Q102 113 92 113 H52 V150 H34 Z" />
        <path class="sleeve" d="M62 86 Q54 94 66 101 L94 103" />
        <circle class="hand" cx="98" cy="103" r="6.5" />
        <g transform="translate(82 46)">
          <circle class="head" r="24" />
          <path class="hair" d="M-24 -3 Q-22 -27 2 -26 Q24 -24 23 -6 Q10 -16 -8 -13 Q-16 -11 -24 -3 Z" />
          <circle class="eye" cx="-4" cy="0" r="2.6" />
          <circle class="eye" cx="12" cy="0" r="2.6" />
          {mood === "cross" && <path class="brow" d="M-9 -7 L0 -4 M16 -7 L8 -4" />}
          {mood === "hurt" && <path class="brow" d="M-9 -4 L0 -7 M16 -4 L8 -7" />}
          <g transform="translate(4 0)">
            <path class="mouth" d={MOUTHS[mood]} />
          </g>
        </g>
      </g>
    </svg>
  );
}

export function Bubble({ side, children, live = false }: { side: "us" | "them"; children: ComponentChildren; live?: boolean }) {
  return (
    <div class={`bubble ${side}`} aria-live={live ? "polite" : undefined}>
      {children}
    </div>
  );
}

/** The two, face to face. */
export function Chairs(props: {
  us: string;
  them: string;
  says?: ComponentChildren;
  answers?: ComponentChildren;
  moods?: [Mood, Mood];
  children?: ComponentChildren;
}) {
  const [ours, theirs] = props.moods ?? ["calm", "calm"];
  return (
    <div class="chairs">
      <figure class="us">
        {props.says && <Bubble side="us">{props.says}</Bubble>}
        <Chair side="us" mood={ours} />
        <figcaption>{props.us}</figcaption>
      </figure>
      {props.children && <div class="between">{props.children}</div>}
      <figure class="them">
        {props.answers && (
          <Bubble side="them" live>
            {props.answers}
          </Bubble>
        )}
        <Chair side="them" mood={theirs} turn={-1} />
        <figcaption>{props.them}</figcaption>
      </figure>
    </div>
  );
}
