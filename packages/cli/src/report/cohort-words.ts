import type { CohortComparison, Cohorts } from '@sluice/flow'
import type { Known } from '@sluice/stats'
import { formatCount, formatInteger } from '../format/count.ts'
import { formatDuration, type DurationUnit } from '../format/duration.ts'
import { formatEstimate } from '../format/estimate.ts'
import { printable } from '../format/printable.ts'
import { differenceText, differenceUnit } from './difference-words.ts'

/** How much change carries the mark of an AI tool: `25.5 % [21.5, 30] of 404 changes …`. */
export function markedShareWords(cohorts: Cohorts): string {
  const { markedShare, coverage } = cohorts
  if (markedShare.kind === 'unknown' || markedShare.n === 0) return 'No change to look at.'
  const marked = Math.round(markedShare.value * markedShare.n)
  const tools = cohorts.tools
    .slice(0, 3)
    .map(({ tool, changes }) => `${printable(tool)} ${formatInteger(changes)}`)
  const named = tools.length === 0 ? '' : ` (${tools.join(', ')})`
  const could =
    coverage.kind === 'known'
      ? ` A mark could have been seen in ${formatEstimate(coverage, 'share')} of changes.`
      : ''
  const share = formatEstimate(markedShare, 'share')
  return `${share} of changes by people carry a mark: ${formatInteger(marked)} of ${formatInteger(markedShare.n)}${named}.${could}`
}

/** Verdict in a word: `differs`, `does not differ`, `cannot tell`. */
export function verdictLabel(comparison: CohortComparison): string {
  return comparison.verdict.replaceAll('-', ' ')
}

/** Whether AI-marked change takes as long as unmarked change, and what that rests on. */
export function verdictWords(comparison: CohortComparison): string {
  const { matched, plain } = comparison
  const basis = `of the same ${listOf(comparison.stratifiedBy)}`
  switch (comparison.verdict) {
    case 'differs': {
      const how = matched?.kind === 'known' ? ` ${differenceWords(matched)}` : ' a different time'
      return `AI-marked change takes${how} than unmarked change ${basis}.${plainWords(plain, matched)}`
    }
    case 'does-not-differ': {
      const by = matched?.kind === 'known' ? `: difference ${signedWords(matched)}` : ''
      const margin =
        comparison.equivalenceMargin === undefined
          ? ''
          : `, less than ${formatDuration(comparison.equivalenceMargin)} either way`
      return `AI-marked change takes as long as unmarked change ${basis}${by}${margin}.`
    }
    case 'cannot-tell':
      return `Whether AI-marked change takes longer cannot be told: ${becauseWords(comparison)}.`
  }
}

function becauseWords(comparison: CohortComparison): string {
  const marked = comparison.strata.reduce((sum, stratum) => sum + stratum.marked, 0)
  switch (comparison.because ?? 'interval-too-wide') {
    case 'no-marked-change':
      return 'no change carries a mark, which does not prove that no tool was used'
    case 'too-few-marked':
      return marked === 0
        ? 'too few changes carry a mark'
        : `too few changes carry a mark (${formatCount(marked, 'comparable one')})`
    case 'no-overlap':
      return `AI-marked and unmarked change have no ${listOf(comparison.stratifiedBy)} in common`
    case 'nothing-shipped':
      return 'nothing comparable was released'
    case 'interval-too-wide': {
      const { matched, minimumDetectable } = comparison
      const size =
        matched?.kind === 'known' ? `the difference is ${signedWords(matched)}` : 'too little is known'
      const unit = matched?.kind === 'known' ? differenceUnit(matched) : undefined
      const seen =
        minimumDetectable === undefined
          ? ''
          : `; one of ${formatDuration(minimumDetectable, unit)} would show`
      return `${size}${seen}`
    }
  }
}

function differenceWords(difference: Known): string {
  const isLonger = difference.value > 0
  const { low, high } = difference.interval
  const size: Known = isLonger
    ? difference
    : {
        ...difference,
        value: -difference.value,
        interval: { ...difference.interval, low: -high, high: -low },
      }
  const { value, interval } = differenceText(size)
  return `${value.replace('+', '')} ${isLonger ? 'longer' : 'less'} ${interval}`
}

function signedWords(difference: Known, unit?: DurationUnit): string {
  const { value, interval } = differenceText(difference, unit)
  return `${value} ${interval}`
}

/** In the unit of the matched difference, beside which it stands. */
function plainWords(plain: CohortComparison['plain'], matched: CohortComparison['matched']): string {
  if (plain?.kind !== 'known') return ''
  const unit = matched?.kind === 'known' ? differenceUnit(matched) : undefined
  return ` Unmatched, which mixes in everything else, the difference is ${signedWords(plain, unit)}.`
}

function listOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'kind'
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
