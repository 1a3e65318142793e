import { caveatTexts } from '@sluice/engine'
import type { FlowCaveat } from '@sluice/flow'
import { formatInteger } from '../format/count.ts'

/** What a reader must know to read the numbers right, in a sentence. */
export function caveatWords(caveat: FlowCaveat): string {
  return formOf(caveat)
    .replace('{count}', formatInteger(caveat.count))
    .replace('{of}', formatInteger(caveat.of))
}

function formOf({ kind, count, of }: FlowCaveat): string {
  const { text, all, none } = caveatTexts[kind]
  if (count === 0 && none !== undefined) return none
  return count === of && all !== undefined ? all : text
}
