import { scaleLinear } from 'd3-scale'
import type { Known } from '@sluice/stats'
import type { ReactElement } from 'react'
import { rounded } from '../rounded.ts'
import { colour } from '../tokens.ts'

/** A comparison on a common scale: the interval as a bar, the value as a tick, zero as a thin line. */
export function IntervalBar(props: {
  readonly id: string
  readonly title: string
  readonly estimate: Known
  readonly domain: readonly [low: number, high: number]
}): ReactElement {
  const { estimate } = props
  const x = scaleLinear(props.domain, [1, 99]).clamp(true)
  const at = (value: number): string => `${rounded(x(value))}%`
  // An end that nobody knows is at the edge of the picture.
  const low = x(Number.isFinite(estimate.interval.low) ? estimate.interval.low : props.domain[0])
  const high = x(Number.isFinite(estimate.interval.high) ? estimate.interval.high : props.domain[1])
  return (
    <svg role="img" aria-labelledby={props.id}>
      <title id={props.id}>{props.title}</title>
      <line className="grid" x1="0" x2="100%" y1="10" y2="10" />
      <line x1={at(0)} x2={at(0)} y1="3" y2="17" stroke={colour('ink-3')} />
      <rect
        x={`${rounded(low)}%`}
        width={`${Math.max(0.5, rounded(high - low))}%`}
        y="7"
        height="6"
        rx="3"
        fill={colour('water')}
        opacity=".35"
      />
      <rect
        x={at(estimate.value)}
        width="2"
        y="3"
        height="14"
        rx="1"
        fill={colour('water')}
        transform="translate(-1 0)"
      />
    </svg>
  )
}
