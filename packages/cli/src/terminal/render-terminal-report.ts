import type { RepositoryAnalysis } from '@sluice/engine'
import type { Metric } from '@sluice/flow'
import { week } from '@sluice/model'
import { formatInteger, formatShare } from '../format/count.ts'
import { formatDate, formatWindow } from '../format/date.ts'
import { formatEstimate, formatRateEstimate, formatValue } from '../format/estimate.ts'
import { printable } from '../format/printable.ts'
import { cell, displayWidth, wrap, wrapParts } from '../format/text-layout.ts'
import { caveatWords } from '../report/caveat-words.ts'
import { markedShareWords, verdictLabel, verdictWords } from '../report/cohort-words.ts'
import { headlineOf } from '../report/headline.ts'
import { knowledgeWords } from '../report/knowledge-words.ts'
import { clusterWords, companionWords, metricBasis, metricLabels } from '../report/metric-words.ts'
import { nextSourceWords } from '../report/next-words.ts'
import { openWords } from '../report/open-words.ts'
import { reachesOf } from '../report/reaches.ts'
import { sharedRateUnit } from '../report/service-words.ts'
import { shiftWords } from '../report/shift-words.ts'
import { stageTableOf, type StageTable } from '../report/stage-table.ts'
import type { ColorLevel } from '../terminal.ts'
import { paintFor, type Paint } from './paint.ts'
import { isNumbered, sluiceChart } from './sluice-chart.ts'
import { sparkline } from './sparkline.ts'

export interface TerminalReportOptions {
  /** Columns; no line is wider. */
  readonly width: number
  readonly color: ColorLevel
  /** List this many of the changes that took, or have waited, longest. Defaults to none. */
  readonly changes?: number
}

/** The report for a terminal: answer, stages, metrics, what changed, AI-marked change, what to know, next step. */
export function renderTerminalReport(analysis: RepositoryAnalysis, options: TerminalReportOptions): string {
  const page: Page = { width: options.width, paint: paintFor(options.color) }
  const sections = [
    opening(analysis, page),
    stageSection(analysis, page),
    metricSection(analysis, page),
    recentSection(analysis, page),
    cohortSection(analysis, page),
    serviceSection(analysis, page),
    changeSection(analysis, page, options.changes ?? 0),
    caveatSection(analysis, page),
    nextSection(analysis, page),
  ]
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, ''])
  return lines.map((line) => line.trimEnd()).join('\n')
}

interface Page {
  readonly width: number
  readonly paint: Paint
}

type Lines = readonly string[]

function opening(analysis: RepositoryAnalysis, { width, paint }: Page): Lines {
  const { repository, scope, flow } = analysis
  const { answer, remarks } = headlineOf(flow)
  const place = [
    printable(repository.name),
    ...(scope.service === undefined ? [] : [`service ${printable(scope.service)}`]),
    `${printable(repository.mainLine)} at ${repository.head.slice(0, 9)}`,
    formatWindow(flow.window),
  ]
  return [
    ...wrapParts(place, width).map(paint.faint),
    ...(analysis.knowledge === undefined
      ? []
      : wrap(knowledgeWords(analysis.knowledge), width).map(paint.faint)),
    '',
    ...wrap(answer, width).map(paint.strong),
    ...(remarks.length === 0 ? [] : wrap(remarks.join(' '), width)),
  ]
}

function stageSection({ flow }: RepositoryAnalysis, page: Page): Lines {
  if (flow.changes.length === 0) return []
  const reaches = reachesOf(flow)
  const chart = sluiceChart(reaches, page.width, page.paint)
  const table = stageTable(stageTableOf(flow), isNumbered(reaches, page.width), page)
  const note = table.length === 0 ? '' : 'level: changes in it on average, median below'
  const parts = [
    ...(chart.length === 0 ? [] : [[...heading('From commit to customer', note, page), ...chart]]),
    ...(table.length === 0 ? [] : [table]),
    ...openLines(flow, page),
  ]
  return parts.flatMap((part, index) => (index === 0 ? part : ['', ...part]))
}

function openLines({ open }: RepositoryAnalysis['flow'], { width }: Page): readonly Lines[] {
  const words = open === undefined ? undefined : openWords(open)
  return words === undefined ? [] : [wrap(words, width)]
}

function stageTable(table: StageTable, isNumbered: boolean, { width, paint }: Page): Lines {
  if (table.rows.length === 0) return []
  const columns = [
    ...(table.shareTitle === undefined
      ? []
      : [{ title: table.shareTitle, figures: table.rows.map(({ share }) => share) }]),
    { title: 'now in', figures: table.rows.map(({ inProgress }) => inProgress) },
    { title: 'n', figures: table.rows.map(({ n }) => n) },
  ]
  const numbers = columns.map(({ title, figures }) => widest([title, ...figures]) + 2)
  const names = table.rows.map(({ label }, index) => (isNumbered ? `${index + 1} ${label}` : label))
  const room = width - numbers.reduce((sum, next) => sum + next, 0)
  const medians = widest(table.rows.map(({ median }) => median))
  const title = room >= widest([longTitle, ...names]) + 2 + medians ? longTitle : 'Stage'
  const nameWidth = widest([title, ...names]) + 2
  const medianWidth = Math.min(room - nameWidth, widestMedian)
  const line = (name: string, median: string, figures: readonly string[]): string =>
    [
      cell(name, nameWidth),
      cell(median, medianWidth),
      ...numbers.map((figureWidth, index) => cell(figures[index] ?? '', figureWidth, 'right')),
    ].join('')
  const body = table.rows.flatMap((row, index) => {
    const text = line(
      names[index] ?? row.label,
      row.median,
      columns.map(({ figures }) => figures[index] ?? ''),
    )
    if (!row.isLongestWait) return [text]
    return table.mayHideLongerWait
      ? [text, paint.faint('  ↑ longest known wait; a longer one may hide in the unknown time')]
      : [paint.amber(text), paint.amber('  ↑ longest known wait')]
  })
  const head = columns.map((column) => column.title)
  return [paint.faint(line(title, 'median', head)), ...body]
}

function metricSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const { metrics, window } = analysis.flow
  if (analysis.flow.changes.length === 0) return []
  if (analysis.flow.deployments.length === 0) return throughputSection(analysis, page)
  const weeks = Math.round((window.until - window.since) / week)
  const isProxy = metrics.some((metric) => metric.proxy === 'tags')
  const note = `${isProxy ? 'by release tags · ' : ''}${confidence(metrics)}weekly trend to the right`
  return [
    ...heading('Five metrics', note, page),
    ...metrics.flatMap((metric) => metricLines(metric, weeks, page)),
  ]
}

/** All that can be counted while nothing tells when change reaches users. */
function throughputSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const { estimate, trend } = analysis.flow.throughput
  return [
    ...heading('How much change there is', 'weekly trend to the right', page),
    estimateLine('Merged changes', { unit: 'per-week', estimate, trend }, page),
    ...wrap(
      'The five metrics need to know when change reaches users, and nothing tells that yet.',
      page.width,
    ),
  ]
}

function metricLines(metric: Metric, weeks: number, page: Page): Lines {
  const details = [metricBasis(metric, weeks), ...companionWords(metric), ...clusterWords(metric)]
  return [
    estimateLine(metricLabels[metric.id], metric, page),
    ...wrapParts(details, page.width - labelWidth).map(
      (line) => ' '.repeat(labelWidth) + page.paint.faint(line),
    ),
  ]
}

function estimateLine(
  label: string,
  { estimate, unit, trend }: Pick<Metric, 'estimate' | 'unit' | 'trend'>,
  { width, paint }: Page,
): string {
  const text = formatEstimate(estimate, unit)
  const room = width - labelWidth - displayWidth(text) - 2
  const line = room < shortestTrend ? '' : sparkline(trend.weeks, Math.min(room, longestTrend))
  const space = ' '.repeat(width - labelWidth - displayWidth(text) - displayWidth(line))
  return (
    cell(label, labelWidth) +
    (estimate.kind === 'known' ? paint.strong(text) : text) +
    space +
    paint.water(line)
  )
}

function recentSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const { recent, metrics } = analysis.flow
  const weeksKnown = Math.max(
    ...metrics.map((metric) => metric.trend.weeks.filter((point) => point.estimate.kind === 'known').length),
  )
  if (recent.length === 0 && weeksKnown < fewestWeeks) return []
  const lines =
    recent.length === 0
      ? ['No weekly series has moved by more than chance explains.']
      : recent.slice(0, 5).flatMap((shift) => wrap(shiftWords(shift), page.width))
  return [...heading('What changed recently', '', page), ...lines]
}

function cohortSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const { cohorts, changes } = analysis.flow
  if (changes.length === 0) return []
  const title = heading('AI-marked change', verdictLabel(cohorts.leadTime), page)
  const words = `${markedShareWords(cohorts)} ${verdictWords(cohorts.leadTime)}`
  return [...title, ...wrap(words, page.width)]
}

function serviceSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const { services } = analysis.flow
  if (services.length < 2) return []
  const { width, paint } = page
  const [estimateWidth, countWidth, lastWidth] = [26, 10, 14] as const
  const nameWidth = width - estimateWidth - countWidth - lastWidth
  const row = (name: string, frequency: string, count: string, last: string): string =>
    cell(name, nameWidth - 1) +
    ' ' +
    cell(frequency, estimateWidth) +
    cell(count, countWidth, 'right') +
    cell(last, lastWidth, 'right')
  const listed = services.toSorted((left, right) => right.deployments - left.deployments).slice(0, 12)
  const rest = services.length - listed.length
  const unit = sharedRateUnit(services)
  return [
    ...heading('Services', '', page),
    paint.faint(row('Service', 'frequency', 'releases', 'last')),
    ...listed.map((service) =>
      row(
        service.service === '' ? '(whole repository)' : printable(service.service),
        formatRateEstimate(service.frequency, unit),
        formatInteger(service.deployments),
        service.lastAt === undefined ? 'unknown' : formatDate(service.lastAt),
      ),
    ),
    ...(rest > 0 ? [paint.faint(`and ${formatInteger(rest)} more; --json lists all`)] : []),
  ]
}

function changeSection(analysis: RepositoryAnalysis, page: Page, count: number): Lines {
  const { changes, window } = analysis.flow
  if (count === 0 || changes.length === 0) return []
  const aged = changes
    .filter((row) => row.problem === undefined)
    .map((row) => ({ row, age: (row.shipped?.at ?? window.until) - row.change.startedAt }))
    .toSorted((left, right) => right.age - left.age)
    .slice(0, count)
  const stateWidth = 13
  const ageWidth = 9
  return [
    ...heading('Changes that took or have waited longest', '', page),
    ...aged.map(({ row, age }) => {
      const state = row.shipped === undefined ? 'not released' : 'released'
      const number = row.change.pullRequest
      const name = number === undefined ? row.change.revision.slice(0, 9) : `#${number}`
      return (
        cell(formatValue(age, 'milliseconds'), ageWidth) +
        cell(state, stateWidth) +
        cell(`${name} ${changeTitle(row.change.title)}`, page.width - stateWidth - ageWidth)
      )
    }),
  ]
}

/** The title without the number of the pull request at its end, which stands before it. */
function changeTitle(title: string): string {
  return printable(title.replace(/\s*\([#!]\d+\)\s*$/, ''))
}

function caveatSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const words = [
    ...analysis.flow.caveats.map(caveatWords),
    ...analysis.notices.map((notice) => `${printable(notice.message)} ${printable(notice.hint)}`),
  ]
  if (words.length === 0) return []
  return [...heading('To read this right', '', page), ...words.flatMap((text) => bullet(text, page.width))]
}

function nextSection(analysis: RepositoryAnalysis, page: Page): Lines {
  const [best] = analysis.flow.nextSources
  const words = best === undefined ? everySource : nextSourceWords(best)
  const lines = wrap(words, page.width)
  const command = 'sluice analyze --html flow.html'
  const says = 'opens every number down to its rows'
  const fits = displayWidth(command) + displayWidth(says) + 2 <= page.width
  const strong = page.paint.strong(command)
  return [...heading('Next', '', page), ...lines, ...(fits ? [`${strong}  ${says}`] : [strong, `  ${says}`])]
}

const everySource = 'Every kind of source that sluice knows is connected.'
const longTitle = 'Where change waits'
/** On wide terminals the figures stay near their stage. */
const widestMedian = 48
const labelWidth = 24
const longestTrend = 26
/** Fewer weeks than these show no trend. */
const shortestTrend = 8
/** Below this a silent change-point search says nothing. */
const fewestWeeks = 12

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(displayWidth))
}

function heading(title: string, note: string, { width, paint }: Page): Lines {
  const room = width - displayWidth(title) - displayWidth(note)
  if (note === '') return [paint.strong(title)]
  if (room < 2) return [paint.strong(title), ...wrap(note, width).map(paint.faint)]
  return [paint.strong(title) + ' '.repeat(room) + paint.faint(note)]
}

function bullet(text: string, width: number): Lines {
  return wrap(text, width - 2).map((line, index) => (index === 0 ? `· ${line}` : `  ${line}`))
}

function confidence(metrics: readonly Metric[]): string {
  const known = metrics.flatMap(({ estimate }) =>
    estimate.kind === 'known' ? [estimate.interval.confidence] : [],
  )
  const [first] = known
  return first === undefined ? '' : `${formatShare(first)} intervals · `
}
