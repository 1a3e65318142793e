import { Ansis } from 'ansis'
import type { ColorLevel } from '../terminal.ts'

/** Colours by what they mean. Amber says: here a person should act; nothing else is amber. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  /** Waiting. */
  readonly water: (text: string) => string
  /** Work. */
  readonly slate: (text: string) => string
  readonly amber: (text: string) => string
  /** Failed. */
  readonly bad: (text: string) => string
  /** Recovered, or in order. */
  readonly good: (text: string) => string
}

/** The colours at a level; level 0 leaves every text as it is. Middle tones, to be read on dark and on light. */
export function paintFor(level: ColorLevel): Paint {
  const ansis = new Ansis(level)
  return {
    strong: (text) => ansis.bold(text),
    faint: (text) => ansis.dim(text),
    water: (text) => ansis.hex('#4a8fce')(text),
    slate: (text) => ansis.hex('#8497a8')(text),
    amber: (text) => ansis.hex('#d9701f')(text),
    bad: (text) => ansis.hex('#cf5148')(text),
    good: (text) => ansis.hex('#46996a')(text),
  }
}
