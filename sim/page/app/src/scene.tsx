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
        <path class="seat back" d="M26 62 Q26 34 54 34 L74 34 Q86 34 86 48 L86 128 L26 128 Z" />
        <path class="seat" d="M22 112 Q22 100 36 100 L124 100 Q138 100 138 113 L138 146 L22 146 Z" />
        <path class="leg" d="M34 146 L30 164 M126 146 L130 164" />
        <path class="coat" d="M56 116 Q54 72 80 70 Q108 72 106 116 Z" />
        <path class="coat limb" d="M100 88 Q120 94 128 106" />
        <path class="coat limb" d="M92 112 L122 116 L124 146" />
        <path class="tie" d="M81 72 L76 80 L82 102 L88 80 Z" />
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
