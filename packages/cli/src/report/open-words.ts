import type { OpenSummary } from '@sluice/flow'
import { shift, stageDescriptions } from '@sluice/model'
import { formatCount, formatInteger } from '../format/count.ts'
import { formatDate } from '../format/date.ts'
import { formatValue } from '../format/estimate.ts'
import { lowerFirst } from '../format/sentence.ts'

/** As many stages as a line can name. */
const mostNamed = 3

/** What is open and where it stands, in one line; nothing where nothing was open or given up. */
export function openWords({ asOf, changes, medianAge, byStage, abandoned }: OpenSummary): string | undefined {
  if (changes === 0 && abandoned === 0) return undefined
  const named = byStage.toSorted((left, right) => right.changes - left.changes).slice(0, mostNamed)
  const rest = changes - named.reduce((sum, stage) => sum + stage.changes, 0)
  const places = [
    ...named.map(({ stage, changes: count }) => `${formatInteger(count)} in ${label(stage)}`),
    ...(rest > 0 ? [`${formatInteger(rest)} elsewhere`] : []),
  ]
  const age =
    medianAge.kind === 'known'
      ? `, half of them for ${formatValue(medianAge.value, 'milliseconds')} or more`
      : ''
  const where = places.length === 0 ? '' : `: ${places.join(', ')}`
  const closed = abandoned === 0 ? '' : ` ${formatInteger(abandoned)} closed without a merge in the window.`
  // The end is not in the window: the last day is the one before a midnight.
  return `Open on ${formatDate(shift(asOf, -1))}: ${formatCount(changes, 'change')}${age}${where}.${closed}`
}

function label(stage: OpenSummary['byStage'][number]['stage']): string {
  return lowerFirst(stageDescriptions[stage].label)
}
