import type { StageSummary } from '@sluice/flow'
import { cell, displayWidth } from '../format/text-layout.ts'
import { durationUnit, formatDuration } from '../format/duration.ts'
import { stageKind, stageLabel } from '../report/stage-words.ts'
import type { Paint } from './paint.ts'

/**
 * The sluice chart: stages in order from commit to customer between gates. The level of a basin is how many
 * changes stood in the stage on average; waiting is solid, work is shaded, unknown time is hatched.
 */
export function sluiceChart(stages: readonly StageSummary[], width: number, paint: Paint): readonly string[] {
  const basin = Math.min(widestBasin, Math.floor((width + 1) / Math.max(1, stages.length)) - 1)
  // A single basin with water in it compares nothing.
  const filled = stages.filter((stage) => stage.share >= leastShare)
  if (filled.length < 2 || basin < narrowestBasin) return []
  const deepest = Math.max(...stages.map((stage) => stage.meanInProgress))
  const rows = Array.from({ length: height }, (_, index) => {
    const fromBottom = height - 1 - index
    return stages
      .map((stage) => {
        const level = deepest > 0 ? (stage.meanInProgress / deepest) * height : 0
        return waterRow(stage, level - fromBottom, basin, paint)
      })
      .join(paint.faint('│'))
  })
  const total = stages.length * (basin + 1) - 1
  const hasNames = stages.every((stage) => displayWidth(stageLabel(stage)) <= basin)
  const name = (stage: StageSummary, index: number): string => (hasNames ? stageLabel(stage) : `${index + 1}`)
  return [
    ...rows,
    paint.faint('─'.repeat(total)),
    stages.map((stage, index) => paint.strong(cell(name(stage, index), basin))).join(' '),
    stages.map((stage) => cell(medianText(stage, basin), basin)).join(' '),
    stages.map((stage) => paint.faint(cell(levelText(stage, basin), basin))).join(' '),
  ]
}

/** Whether stages are numbered in the chart, because their names do not fit beside each other. */
export function isNumbered(stages: readonly StageSummary[], width: number): boolean {
  const basin = Math.min(widestBasin, Math.floor((width + 1) / Math.max(1, stages.length)) - 1)
  return stages.some((stage) => displayWidth(stageLabel(stage)) > basin)
}

const height = 5
const widestBasin = 26
const narrowestBasin = 3
/** Stages with a smaller share of all time are dry to the eye. */
const leastShare = 0.01

/** Part of a character that is under water, from an eighth to seven eighths. */
const surfaces = ' ▁▂▃▄▅▆▇'

function waterRow(stage: StageSummary, depth: number, basin: number, paint: Paint): string {
  const kind = stageKind(stage)
  const isUnderWater = depth >= 1
  if (kind === 'unknown') return paint.faint((depth >= 0.5 ? '╱' : ' ').repeat(basin))
  const full = kind === 'wait' ? '█' : '▓'
  const eighths = Math.min(7, Math.max(depth > 0 ? 1 : 0, Math.round(depth * 8)))
  const row = (isUnderWater ? full : surfaces.charAt(eighths)).repeat(basin)
  return kind === 'wait' ? paint.water(row) : paint.slate(row)
}

function medianText(stage: StageSummary, basin: number): string {
  const { median } = stage
  if (median.kind === 'unknown') return basin >= 12 ? 'median unknown' : '?'
  if (basin >= 8) return formatDuration(median.value)
  return formatDuration(median.value)
    .replace(' ', '')
    .replace(durationUnit(median.value).short, (unit) => unit.charAt(0))
}

function levelText(stage: StageSummary, basin: number): string {
  const level = stage.meanInProgress >= 10 ? stage.meanInProgress.toFixed(0) : stage.meanInProgress.toFixed(1)
  return basin >= 16 ? `${stageKind(stage)} · ${level} in it` : level
}
