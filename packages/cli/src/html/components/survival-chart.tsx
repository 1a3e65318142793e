import type { FlowAnalysis, SurvivalStep } from '@sluice/flow'
import { day, hour, minute } from '@sluice/model'
import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import type { ReactElement } from 'react'
import { formatCount, formatInteger, formatShare } from '../../format/count.ts'
import { durationUnit, formatDuration } from '../../format/duration.ts'
import { getMetric } from '../../report/metric-words.ts'
import { rounded } from '../rounded.ts'
import { Card } from './card.tsx'
import { TableView } from './table-view.tsx'

/**
 * The share of changes not yet released after so much time, with its confidence band, median and 85th
 * percentile. Nothing where fewer than two steps give it a shape: the headline says why.
 */
export function SurvivalChart({ flow }: { readonly flow: FlowAnalysis }): ReactElement | null {
  const steps = flow.survival ?? []
  const { estimate } = getMetric(flow, 'change-lead-time')
  if (steps.length < 2) return null
  return (
    <Card id="survival" title="How long changes stay unreleased" hint="share not yet released, Kaplan-Meier">
      <Curve steps={steps} n={estimate.n} censored={estimate.censored} />
    </Card>
  )
}

const height = 244
const base = height - 22
const plotWidth = 1_000

function Curve(props: {
  readonly steps: readonly SurvivalStep[]
  readonly n: number
  readonly censored: number
}): ReactElement {
  const { steps, n, censored } = props
  const end = horizon(steps)
  const shown = [{ at: 0, share: 1, low: 1, high: 1 }, ...steps.filter((step) => step.at <= end)]
  const last = shown.at(-1)
  const drawn = last === undefined || last.at >= end ? shown : [...shown, { ...last, at: end }]
  const x = scaleLinear([0, end], [0, plotWidth]).clamp(true)
  const visible = thinned(drawn, x)
  const y = scaleLinear([0, 1], [base, 10])
  const percent = (at: number): number => Math.round(x(at)) / 10
  const band = area<Point>()
    .curve(curveStepAfter)
    .x((step) => rounded(x(step.at)))
    .y0((step) => rounded(y(step.low)))
    .y1((step) => rounded(y(step.high)))
  const path = line<Point>()
    .curve(curveStepAfter)
    .x((step) => rounded(x(step.at)))
    .y((step) => rounded(y(step.share)))
  const marks = [
    { share: 0.5, words: 'half released' },
    { share: 0.15, words: '85 % released' },
  ].flatMap(({ share, words }) => {
    const step = steps.find((candidate) => candidate.share <= share)
    return step === undefined || step.at > end ? [] : [{ share, words, at: step.at }]
  })
  const summary = marks.map(({ words, at }) => `${words} after ${formatDuration(at)}`).join(', ')
  return (
    <>
      <svg className="chart survival" role="img" aria-labelledby="survival-svg survival-desc">
        <title id="survival-svg">Share of changes not yet released, by time since their start</title>
        <desc id="survival-desc">{`${summary === '' ? 'Fewer than half were released' : summary}. n ${n}.`}</desc>
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1="0" x2="100%" y1={y(share)} y2={y(share)} />
            {share !== 1 && share !== 0.5 ? null : (
              <text className="word" x="100%" y={y(share) + 13} textAnchor="end">
                {formatShare(share)}
              </text>
            )}
          </g>
        ))}
        <svg
          width="100%"
          height={height}
          viewBox={`0 0 ${plotWidth} ${height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className="band" d={band(visible) ?? ''} />
          <path className="series" d={path(visible) ?? ''} />
        </svg>
        {ticks(end).map(({ at, text }) => (
          <text
            key={at}
            className="axis"
            x={`${percent(at)}%`}
            y={height - 4}
            textAnchor={at === 0 ? 'start' : percent(at) > 96 ? 'end' : 'middle'}
          >
            {text}
          </text>
        ))}
        {marks.map(({ share, words, at }) => (
          <g key={share}>
            <line className="guide" x1={`${percent(at)}%`} x2={`${percent(at)}%`} y1={y(share)} y2={base} />
            <circle
              cx={`${percent(at)}%`}
              cy={y(share)}
              r="4"
              fill="var(--card)"
              stroke="var(--water)"
              strokeWidth="2"
            />
            <text
              className="mark"
              x={percent(at) > 55 ? '100%' : `${percent(at)}%`}
              // The curve falls from the left: there is room above it on the right.
              y={y(share) - (percent(at) > 55 ? 30 : 12)}
              dx={percent(at) > 55 ? 0 : 8}
              textAnchor={percent(at) > 55 ? 'end' : 'start'}
            >
              {formatDuration(at)}
              <tspan>{` ${words}`}</tspan>
            </text>
          </g>
        ))}
      </svg>
      <p className="note">
        {`${formatCount(n, 'change')}, ${formatInteger(censored)} of them not released yet and counted as still waiting.`}
        {' The band is the pointwise interval.'}
      </p>
      <TableView
        label="the curve"
        columns={[
          { title: 'After' },
          { title: 'Not yet released', isNumber: true },
          { title: 'Interval', isNumber: true },
          { title: 'Still waiting', isNumber: true },
        ]}
        rows={sampled(steps).map((step) => [
          formatDuration(step.at),
          formatShare(step.share),
          `${formatShare(step.low)} to ${formatShare(step.high)}`,
          String(step.atRisk),
        ])}
      />
    </>
  )
}

interface Point {
  readonly at: number
  readonly share: number
  readonly low: number
  readonly high: number
}

/** The last of the steps that fall on the same few pixels: a curve of thousands looks no different. */
function thinned(points: readonly Point[], x: (at: number) => number): readonly Point[] {
  const column = (point: Point): number => Math.round(x(point.at) / 3)
  return points.filter((point, index) => {
    const next = points[index + 1]
    return index === 0 || next === undefined || column(next) !== column(point)
  })
}

/** Where to end the picture: the last per cent would take most of its width. */
function horizon(steps: readonly SurvivalStep[]): number {
  const tail = steps.find((step) => step.share <= 0.08) ?? steps.at(-1)
  return Math.max(minute, tail?.at ?? day)
}

function ticks(end: number): readonly { readonly at: number; readonly text: string }[] {
  const unit = end >= 2 * day ? day : end >= 2 * hour ? hour : minute
  const values = scaleLinear([0, end / unit], [0, 1]).ticks(5)
  return values.map((value) => ({ at: value * unit, text: `${value} ${durationUnit(end).short}` }))
}

/** A curve has as many steps as releases; a table of about forty says the same. */
function sampled(steps: readonly SurvivalStep[]): readonly SurvivalStep[] {
  const stride = Math.max(1, Math.ceil(steps.length / 40))
  return steps.filter((_, index) => index % stride === 0 || index === steps.length - 1)
}
