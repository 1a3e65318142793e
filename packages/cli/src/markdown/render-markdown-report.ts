import { knowledgeWords } from '../report/knowledge-words.ts'
import type { RepositoryAnalysis } from '@sluice/engine'
import type { Metric } from '@sluice/flow'
import { week } from '@sluice/model'
import { formatInteger } from '../format/count.ts'
import { formatDate, formatWindow } from '../format/date.ts'
import { formatEstimate, formatRateEstimate } from '../format/estimate.ts'
import { upperFirst } from '../format/sentence.ts'
import { caveatWords } from '../report/caveat-words.ts'
import { markedShareWords, verdictLabel, verdictWords } from '../report/cohort-words.ts'
import { headlineOf } from '../report/headline.ts'
import { clusterWords, companionWords, metricBasis, metricLabels } from '../report/metric-words.ts'
import { nextSourceWords } from '../report/next-words.ts'
import { sharedRateUnit } from '../report/service-words.ts'
import { shiftWords } from '../report/shift-words.ts'
import { stageTableOf } from '../report/stage-table.ts'
import { sparkline } from '../terminal/sparkline.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

/** The report as GitHub-flavoured Markdown, for a comment or a job summary: the order of the terminal report. */
export function renderMarkdownReport(analysis: RepositoryAnalysis): string {
  const sections = [
    opening(analysis),
    stageSection(analysis),
    metricSection(analysis),
    recentSection(analysis),
    cohortSection(analysis),
    serviceSection(analysis),
    caveatSection(analysis),
    nextSection(analysis),
  ]
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, ''])
  return `${lines.join('\n').trimEnd()}\n`
}

type Lines = readonly string[]

function opening({ repository, scope, knowledge, flow }: RepositoryAnalysis): Lines {
  const { answer, remarks } = headlineOf(flow)
  const service = scope.service === undefined ? '' : ` · service ${markdownText(scope.service)}`
  const place = `${markdownText(repository.name)}${service} · ${markdownText(repository.mainLine)} at ${repository.head.slice(0, 9)}`
  return [
    `## ${markdownText(answer)}`,
    '',
    ...(remarks.length === 0 ? [] : [remarks.map(markdownText).join(' '), '']),
    `<sub>${place} · ${formatWindow(flow.window)}</sub>`,
    ...(knowledge === undefined ? [] : ['', `<sub>${markdownText(knowledgeWords(knowledge))}</sub>`]),
  ]
}

function stageSection({ flow }: RepositoryAnalysis): Lines {
  const { rows, shareTitle, mayHideLongerWait } = stageTableOf(flow)
  if (rows.length === 0) return []
  const hasShares = shareTitle !== undefined
  return [
    '### Where change waits',
    '',
    ...markdownTable(
      ['Stage', 'Kind', 'Median', ...(hasShares ? [upperFirst(shareTitle)] : []), 'Now in it', 'n'],
      rows.map((row) => [
        row.isLongestWait ? `**${row.label}** (longest known wait)` : row.label,
        row.kind,
        markdownText(row.median),
        ...(hasShares ? [markdownText(row.share)] : []),
        row.inProgress,
        row.n,
      ]),
      ['left', 'left', 'left', ...(hasShares ? ['right' as const] : []), 'right', 'right'],
    ),
    ...(mayHideLongerWait ? ['', 'A longer wait may hide in the unknown time.'] : []),
  ]
}

function metricSection({ flow }: RepositoryAnalysis): Lines {
  if (flow.changes.length === 0) return []
  if (flow.deployments.length === 0) return throughputSection(flow)
  const weeks = Math.round((flow.window.until - flow.window.since) / week)
  const rows = flow.metrics.map((metric) => metricRow(metric, weeks))
  const isProxy = flow.metrics.some((metric) => metric.proxy === 'tags')
  return [
    `### Five metrics${isProxy ? ', by release tags' : ''}`,
    '',
    ...markdownTable(['Metric', 'Estimate and interval', 'Rests on', 'Weekly trend'], rows, []),
  ]
}

/** All that can be counted while nothing tells when change reaches users. */
function throughputSection({ throughput }: RepositoryAnalysis['flow']): Lines {
  const rate = markdownText(formatEstimate(throughput.estimate, 'per-week'))
  return [
    '### How much change there is',
    '',
    `Merged changes: **${rate}**. The five metrics need to know when change reaches users, and nothing tells that yet.`,
  ]
}

function metricRow(metric: Metric, weeks: number): readonly string[] {
  const basis = [metricBasis(metric, weeks), ...companionWords(metric), ...clusterWords(metric)].join(' · ')
  const trend = sparkline(metric.trend.weeks, 26)
  return [
    metricLabels[metric.id],
    `**${markdownText(formatEstimate(metric.estimate, metric.unit))}**`,
    markdownText(basis),
    trend === '' ? '' : `\`${trend}\``,
  ]
}

function recentSection({ flow }: RepositoryAnalysis): Lines {
  if (flow.recent.length === 0) return []
  return [
    '### What changed recently',
    '',
    ...flow.recent.slice(0, 5).map((shift) => `- ${markdownText(shiftWords(shift))}`),
  ]
}

function cohortSection({ flow }: RepositoryAnalysis): Lines {
  if (flow.changes.length === 0) return []
  const { cohorts } = flow
  return [
    `### AI-marked change: ${verdictLabel(cohorts.leadTime)}`,
    '',
    markdownText(`${markedShareWords(cohorts)} ${verdictWords(cohorts.leadTime)}`),
  ]
}

function serviceSection({ flow }: RepositoryAnalysis): Lines {
  if (flow.services.length < 2) return []
  const unit = sharedRateUnit(flow.services)
  const rows = flow.services
    .toSorted((left, right) => right.deployments - left.deployments)
    .slice(0, 20)
    .map((service) => [
      service.service === '' ? 'whole repository' : markdownText(service.service),
      markdownText(formatRateEstimate(service.frequency, unit)),
      formatInteger(service.deployments),
      service.lastAt === undefined ? 'unknown' : formatDate(service.lastAt),
    ])
  return [
    '### Services',
    '',
    ...markdownTable(['Service', 'Frequency', 'Releases', 'Last'], rows, ['left', 'left', 'right', 'left']),
  ]
}

function caveatSection({ flow, notices }: RepositoryAnalysis): Lines {
  const words = [
    ...flow.caveats.map((caveat) => caveatWords(caveat)),
    ...notices.map((notice) => `${notice.message} ${notice.hint}`),
  ]
  if (words.length === 0) return []
  return ['### To read this right', '', ...words.map((text) => `- ${markdownText(text)}`)]
}

function nextSection({ flow }: RepositoryAnalysis): Lines {
  const [best] = flow.nextSources
  if (best === undefined) return []
  return [markdownText(nextSourceWords(best))]
}
