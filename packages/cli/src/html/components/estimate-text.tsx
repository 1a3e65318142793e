import type { Unit } from '@sluice/flow'
import type { Estimate } from '@sluice/stats'
import type { ReactElement } from 'react'
import { formatValue } from '../../format/estimate.ts'
import { formatSigned, intervalText, unknownText } from '../words.ts'

/** A number with its interval in smaller type, or the words that stand in its place. */
export function EstimateText(props: {
  readonly estimate: Estimate
  readonly unit: Unit
  /** The number is a difference and shows its sign. */
  readonly isDifference?: boolean
}): ReactElement {
  const { estimate, unit } = props
  if (estimate.kind === 'unknown') return <>{unknownText(estimate, unit)}</>
  const value =
    props.isDifference === true ? formatSigned(estimate.value, unit) : formatValue(estimate.value, unit)
  return (
    <>
      <b className="nowrap">{value}</b>{' '}
      <span className="interval nowrap">{intervalText(estimate, unit)}</span>
    </>
  )
}
