import { durationUnit, formatDuration } from '../format/duration.ts'
import { formatEstimate } from '../format/estimate.ts'
import { cell, displayWidth } from '../format/text-layout.ts'
import type { Reach } from '../report/reaches.ts'
import { levelText } from '../report/stage-words.ts'
import type { Paint } from './paint.ts'

/**
 * The sluice chart: reaches in order from commit to customer, a gate at the end of each. The level of a basin is
 * how many changes stood in the stage on average; waiting is solid, work is shaded, what nobody can see is
 * hatched, and stands low where it has no level.
 */
export function sluiceChart(reaches: readonly Reach[], width: number, paint: Paint): readonly string[] {
  const basin = basinWidth(reaches, width)
  if (basin < narrowestBasin) return []
  const hasNames = !isNumbered(reaches, width)
  const rows = Array.from({ length: height }, (_, index) => {
    const fromBottom = height - 1 - index
    return reaches
      .map(
        (reach, position) =>
          waterRow(reach, fromBottom, basin, paint) +
          paint.faint(gateMark(reach, fromBottom, position === reaches.length - 1)),
      )
      .join('')
  })
  const cells = (textOf: (reach: Reach, index: number) => string): readonly string[] =>
    reaches.map((reach, index) => cell(textOf(reach, index), basin))
  return [
    paint.faint(gateNames(reaches, basin, width)),
    ...rows,
    paint.faint(ground(reaches, basin)),
    cells(({ label }, index) => (hasNames ? label : `${index + 1}`))
      .map(paint.strong)
      .join(' '),
    cells((reach) => medianText(reach, basin)).join(' '),
    cells((reach) => kindText(reach, basin))
      .map(paint.faint)
      .join(' '),
  ]
}

/** Whether stages are numbered in the chart, because their names do not fit beside each other. */
export function isNumbered(reaches: readonly Reach[], width: number): boolean {
  const basin = basinWidth(reaches, width)
  return reaches.some(({ label }) => displayWidth(label) > basin)
}

const height = 4
/** Rows of a basin of which nobody knows the level. */
const unknownHeight = 2
/** Rows of a gate between two stages of the same side of the merge. */
const stepHeight = 2
const widestBasin = 23
const narrowestBasin = 3

/** Part of a character that is under water, from an eighth to seven eighths. */
const surfaces = ' ▁▂▃▄▅▆▇'

/** A gate takes one column. */
function basinWidth(reaches: readonly Reach[], width: number): number {
  return Math.min(widestBasin, Math.floor(width / Math.max(1, reaches.length)) - 1)
}

function waterRow(reach: Reach, fromBottom: number, basin: number, paint: Paint): string {
  if (reach.kind === 'unknown') return hatchedRow(reach, fromBottom, basin, paint)
  const depth = (reach.level ?? 0) * height - fromBottom
  const full = reach.kind === 'wait' ? '█' : '▓'
  const eighths = Math.min(7, Math.max(depth > 0 ? 1 : 0, Math.round(depth * 8)))
  const row = (depth >= 1 ? full : surfaces.charAt(eighths)).repeat(basin)
  return reach.kind === 'wait' ? paint.water(row) : paint.slate(row)
}

/** The words of a hatched basin stand in the middle of it, where they fit and leave some of it to see. */
function hatchedRow(reach: Reach, fromBottom: number, basin: number, paint: Paint): string {
  const rows = reach.level === undefined ? unknownHeight : Math.max(1, Math.round(reach.level * height))
  if (fromBottom >= rows) return ' '.repeat(basin)
  const words = ` ${reach.says ?? ''} `
  const rest = basin - displayWidth(words)
  const isMiddle = rows > 1 && fromBottom === Math.floor((rows - 1) / 2)
  if (reach.says === undefined || rest < 2 || !isMiddle) {
    return paint.faint('╱'.repeat(basin))
  }
  const before = Math.floor(rest / 2)
  return paint.faint('╱'.repeat(before)) + words + paint.faint('╱'.repeat(rest - before))
}

/** Behind the last reach nothing begins, so only a gate with a name stands there. */
function gateMark({ gate }: Reach, fromBottom: number, isLast: boolean): string {
  if (gate !== undefined) return '│'
  return fromBottom < stepHeight && !isLast ? '│' : ' '
}

function ground(reaches: readonly Reach[], basin: number): string {
  const line = reaches.map(({ gate }) => '─'.repeat(basin) + (gate === undefined ? '─' : '┴')).join('')
  return reaches.at(-1)?.gate === undefined ? line.slice(0, -1) : line
}

/** Each name above the middle of its gate, as far as the line reaches. */
function gateNames(reaches: readonly Reach[], basin: number, width: number): string {
  let line = ''
  for (const [index, { gate }] of reaches.entries()) {
    if (gate === undefined) continue
    const column = (index + 1) * (basin + 1) - 1
    const start = Math.min(column - Math.floor(displayWidth(gate) / 2), width - displayWidth(gate))
    line = `${line.padEnd(start)}${gate}`
  }
  return line
}

function medianText({ summary }: Reach, basin: number): string {
  if (summary === undefined) return basin >= 15 ? 'git cannot tell' : '?'
  const { median } = summary
  if (median.kind === 'unknown' && median.atLeast === undefined) return basin >= 15 ? 'cannot tell yet' : '?'
  const whole = formatEstimate(median, 'milliseconds')
  if (displayWidth(whole) <= basin) return whole
  return median.kind === 'unknown' ? '?' : shortDuration(median.value, basin)
}

/** As much of `11.6 d` as can be told apart from its neighbours: `11.6 d`, `11.6d`, `12d`. */
function shortDuration(value: number, basin: number): string {
  const text = formatDuration(value)
  if (basin >= 8) return text
  const unit = durationUnit(value)
  const initial = unit.short.charAt(0)
  const close = text.replace(` ${unit.short}`, initial)
  return displayWidth(close) <= basin ? close : `${Math.round(value / unit.milliseconds)}${initial}`
}

function kindText({ kind, summary, wouldTell }: Reach, basin: number): string {
  if (summary === undefined) {
    return basin < 23 || wouldTell === undefined ? '' : `${tellers[wouldTell]} would tell`
  }
  const level = levelText(summary.meanInProgress)
  return basin >= 18 ? `${kind} · ${level} in it` : level
}

const tellers = { forge: 'a forge', deployments: 'deployments', incidents: 'incidents', ci: 'CI' } as const
