import type { Unit } from '@sluice/flow'
import type { Estimate } from '@sluice/stats'
import type { ReactElement } from 'react'
import { formatValue } from '../../format/estimate.ts'
import { differenceText } from '../../report/difference-words.ts'
import { intervalText, unknownText } from '../words.ts'

/** A number with its interval in smaller type, or the words that stand in its place. */
export function EstimateText(props: {
  readonly estimate: Estimate
  readonly unit: Unit
  /** The number is a difference of times and shows its sign. */
  readonly isDifference?: boolean
}): ReactElement {
  const { estimate, unit } = props
  if (estimate.kind === 'unknown') return <>{unknownText(estimate, unit)}</>
  const { value, interval } =
    props.isDifference === true
      ? differenceText(estimate)
      : { value: formatValue(estimate.value, unit), interval: intervalText(estimate, unit) }
  return (
    <>
      <b className="nowrap">{value}</b> <span className="interval nowrap">{interval}</span>
    </>
  )
}
