import { caveatTexts } from '@sluice/engine'
import type { FlowCaveat } from '@sluice/flow'
import { formatInteger } from '../format/count.ts'

/** What a reader must know to read the numbers right, in a sentence. */
export function caveatWords(caveat: FlowCaveat): string {
  return caveatTexts[caveat.kind].text
    .replace('{count}', formatInteger(caveat.count))
    .replace('{of}', formatInteger(caveat.of))
}
