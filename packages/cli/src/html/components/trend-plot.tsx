import type { Unit, WeeklyTrend, WeekPoint } from '@sluice/flow'
import type { Known } from '@sluice/stats'
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { ReactElement } from 'react'
import { formatCount } from '../../format/count.ts'
import { formatDate } from '../../format/date.ts'
import { formatValue } from '../../format/estimate.ts'
import { rounded } from '../rounded.ts'
import { intervalText, unknownText } from '../words.ts'
import { TableView } from './table-view.tsx'

/** A trend shows at most its newest two years: more weeks than that have no room. */
const trendWeeks = 104

/**
 * A weekly series: a line with its uncertainty band, gaps where a week is unknown, change-points as dashed
 * lines with a word, a table of the same numbers, and a slider by which pointer and keyboard read single weeks.
 */
export function TrendPlot(props: {
  readonly id: string
  /** What the series is, for the title: `change lead time`. */
  readonly name: string
  readonly trend: WeeklyTrend
  readonly unit: Unit
  readonly isTall?: boolean
}): ReactElement {
  const weeks = props.trend.weeks.slice(-trendWeeks)
  const known = weeks.flatMap(({ estimate }) => (estimate.kind === 'known' ? [estimate] : []))
  if (known.length === 0) return <p className="none">No week has enough to draw a trend.</p>
  const first = weeks[0]
  const last = weeks.at(-1)
  if (first === undefined || last === undefined) return <p className="none">No week to draw.</p>

  const height = props.isTall === true ? 96 : 56
  const plot = geometry(weeks, known, height, props.unit)
  const changes = props.trend.changePoints.filter((point) => point.weekOf >= first.weekOf)
  const described = `${props.name}, ${formatCount(known.length, 'week')} of ${weeks.length} known, ${formatDate(first.weekOf)} to ${formatDate(last.weekOf)}`
  return (
    <div>
      <div className={props.isTall === true ? 'trend tall' : 'trend'}>
        <svg className="plot" role="img" aria-labelledby={`${props.id}-svg ${props.id}-desc`}>
          <title id={`${props.id}-svg`}>{`Weekly trend of ${props.name}`}</title>
          <desc id={`${props.id}-desc`}>
            {`${described}. ${changes.map((point) => changeSentence(point, props.unit)).join(' ')}`.trim()}
          </desc>
          <line className="grid" x1="0" x2="100%" y1={height - 0.5} y2={height - 0.5} />
          <svg
            width="100%"
            height={height}
            viewBox={`0 0 ${plotWidth} ${height}`}
            preserveAspectRatio="none"
            overflow="hidden"
            aria-hidden="true"
          >
            <path className="band" d={plot.band} />
            <path className="series" d={plot.line} />
          </svg>
          {plot.dots.map((dot) => (
            <g key={dot.x}>
              <line className="whisker" x1={`${dot.x}%`} x2={`${dot.x}%`} y1={dot.low} y2={dot.high} />
              <circle className="dot" cx={`${dot.x}%`} cy={dot.y} r="2" />
            </g>
          ))}
          {changes.map((point) => {
            const x = positionOf(point.weekOf, weeks)
            return (
              <g key={point.weekOf}>
                <line className="guide" x1={`${x}%`} x2={`${x}%`} y1="0" y2={height} />
                <text
                  className="word"
                  x={`${x}%`}
                  dx={x > 60 ? -5 : 5}
                  y="9"
                  textAnchor={x > 60 ? 'end' : 'start'}
                >
                  {point.after > point.before ? 'rose' : 'fell'}
                </text>
              </g>
            )
          })}
          <line className="cursor" x1="0" x2="0" y1="0" y2={height} />
        </svg>
        <input
          className="weeks needs-script"
          type="range"
          min="0"
          max={weeks.length - 1}
          step="1"
          defaultValue={weeks.length - 1}
          aria-label={`Week of ${props.name}`}
          hidden
        />
        <div className="ends" aria-hidden="true">
          <span>{formatDate(first.weekOf)}</span>
          <span>{`up to ${formatValue(plot.top, props.unit)}`}</span>
        </div>
        <output />
      </div>
      <TableView
        label={`weekly ${props.name}`}
        caption={`Weeks begin on Monday, UTC. ${described}.`}
        columns={[
          { title: 'Week of' },
          { title: 'Value', isNumber: true },
          { title: 'Interval', isNumber: true },
          { title: 'n', isNumber: true },
        ]}
        rows={weeks.map((point) => weekRow(point, props.unit))}
      />
    </div>
  )
}

const plotWidth = 1_000

interface PlotGeometry {
  readonly band: string
  readonly line: string
  /** Known weeks between two unknown ones: a line cannot show them. `x` in per cent. */
  readonly dots: readonly {
    readonly x: number
    readonly y: number
    readonly low: number
    readonly high: number
  }[]
  /** Value at the upper edge. */
  readonly top: number
}

function geometry(
  weeks: readonly WeekPoint[],
  known: readonly Known[],
  height: number,
  unit: Unit,
): PlotGeometry {
  // Nothing is more than all.
  const top = unit === 'share' ? Math.min(1, upperEdge(known)) : upperEdge(known)
  const y = scaleLinear([0, top], [height - 2, 3]).clamp(true)
  const x = (index: number): number =>
    weeks.length > 1 ? (index / (weeks.length - 1)) * plotWidth : plotWidth / 2
  const isKnown = ({ estimate }: WeekPoint): boolean => estimate.kind === 'known'
  const heightOf = (pick: (estimate: Known) => number) => (point: WeekPoint) =>
    point.estimate.kind === 'known' ? rounded(y(pick(point.estimate))) : 0
  const band = area<WeekPoint>()
    .defined(isKnown)
    .x((_, index) => rounded(x(index)))
    .y0(heightOf(({ interval }) => interval.low))
    // Nobody knows an upper end: the band runs out of the picture.
    .y1(heightOf(({ interval }) => (Number.isFinite(interval.high) ? interval.high : top * 2)))
  const path = line<WeekPoint>()
    .defined(isKnown)
    .x((_, index) => rounded(x(index)))
    .y(heightOf(({ value }) => value))
  const dots = weeks.flatMap((point, index) => {
    const isAlone = [weeks[index - 1], weeks[index + 1]].every((week) => week === undefined || !isKnown(week))
    if (point.estimate.kind === 'unknown' || !isAlone) return []
    const { value, interval } = point.estimate
    return [
      {
        x: rounded((x(index) / plotWidth) * 100),
        y: rounded(y(value)),
        low: rounded(y(interval.low)),
        high: rounded(y(Number.isFinite(interval.high) ? interval.high : top)),
      },
    ]
  })
  return { band: band(weeks) ?? '', line: path(weeks) ?? '', dots, top }
}

/** High enough for every value and for most of the bands; single wide intervals are cut, not the picture flattened. */
function upperEdge(known: readonly Known[]): number {
  const largest = Math.max(...known.map(({ value }) => value))
  const highs = known
    .map(({ interval }) => interval.high)
    .filter((high) => Number.isFinite(high))
    .toSorted((left, right) => left - right)
  const usual = highs[Math.floor(highs.length * 0.8)] ?? largest
  const top = Math.max(largest * 1.08, Math.min(usual, largest * 1.8))
  return top > 0 ? top : 1
}

function positionOf(weekOf: number, weeks: readonly WeekPoint[]): number {
  const index = weeks.findIndex((point) => point.weekOf >= weekOf)
  if (index < 0 || weeks.length < 2) return 50
  return Math.round((index / (weeks.length - 1)) * 1_000) / 10
}

function changeSentence(point: WeeklyTrend['changePoints'][number], unit: Unit): string {
  const moved = point.after > point.before ? 'rose' : 'fell'
  return `It ${moved} from ${formatValue(point.before, unit)} to ${formatValue(point.after, unit)} in the week of ${formatDate(point.weekOf)}.`
}

function weekRow({ weekOf, estimate, isPartial }: WeekPoint, unit: Unit): readonly string[] {
  const date = isPartial === true ? `${formatDate(weekOf)}, part of it` : formatDate(weekOf)
  const n = `n ${estimate.n}`
  if (estimate.kind === 'unknown') return [date, unknownText(estimate, unit).toLowerCase(), '', n]
  return [date, formatValue(estimate.value, unit), intervalText(estimate, unit), n]
}
