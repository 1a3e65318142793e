import type { FlowCaveat } from '@sluice/flow'
import { formatCount, formatInteger } from '../format/count.ts'

/** What a reader must know to read the numbers right, in a sentence. */
export function caveatWords(caveat: FlowCaveat): string {
  const count = formatInteger(caveat.count)
  const of = formatInteger(caveat.of)
  switch (caveat.kind) {
    case 'no-deployments':
      return 'No release tag was found, so nothing after the merge can be measured.'
    case 'tags-are-a-proxy':
      return 'A release tag stands in for a deployment: it says released, not running.'
    case 'lightweight-tags':
      return `${count} of ${of} tags have no date of their own: their commit date is used, which may be too early.`
    case 'start-unknown':
      return `Of ${count} of ${of} changes nothing before the merge is known.`
    case 'clock-problems':
      return `${formatCount(caveat.count, 'change')} of ${of} had dates that cannot be; they were set right by the smallest move.`
    case 'before-first-deployment':
      return `${formatCount(caveat.count, 'change')} of ${of} were there before the first known release and are left out.`
    case 'failures-are-a-lower-bound':
      return 'Failures are seen only where they left a trace in git: the true rates are at least these.'
    case 'few-changes':
      return `Only ${formatCount(caveat.count, 'change')}: read the intervals, not the values.`
    case 'mostly-bots':
      return `${count} of ${of} changes were made by bots; they are left out of change metrics.`
  }
}
