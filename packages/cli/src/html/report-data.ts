import type { RepositoryAnalysis } from '@sluice/engine'
import type { ChangeRow, DeploymentRow } from '@sluice/flow'
import {
  authorClasses,
  evidenceRungs,
  stageDescriptions,
  stages,
  type AuthorClass,
  type DeploymentId,
  type Instant,
} from '@sluice/model'
import { changeTitle } from './change-title.ts'
import { printable } from '../format/printable.ts'
import { fit } from '../format/text-layout.ts'
import { authorClassLabels, evidenceLabels, problemLabels, serviceName } from './words.ts'

/** At most so many rows of each kind are in a page; the newest are kept and the page says so. */
const rowLimit = 2_000

/**
 * The rows behind the numbers, as compact as JSON gets: arrays by position, times in whole seconds, and
 * positions in lists instead of repeated words. `pageScript` reads exactly this.
 */
export interface ReportData {
  readonly links: { readonly commit?: string; readonly pullRequest?: string; readonly tag?: string }
  readonly authors: readonly string[]
  /** Position of bots in `authors`. */
  readonly bot: number
  readonly stages: readonly string[]
  readonly stageLabels: Readonly<Record<string, string>>
  readonly rungs: readonly string[]
  readonly services: readonly string[]
  readonly totals: { readonly changes: number; readonly deployments: number }
  readonly changes: readonly ChangeData[]
  readonly deployments: readonly DeploymentData[]
}

/**
 * Title, short commit (0 where there is a pull request), pull request or 0, author class, merged at (seconds
 * before the newer row; of the first row since the epoch), lead time or age (-1: not known), position of its
 * deployment (-1: none), seconds of the lead time before the merge, stages with their seconds by turns (0: all
 * of it is release wait), problem. Zeros at the end are left out.
 */
export type ChangeData = readonly [
  title: string,
  commit: string | 0,
  pullRequest: number,
  author: number,
  merged: number,
  lead: number,
  deployment: number,
  beforeMerge?: number,
  stages?: readonly number[] | 0,
  problem?: string | 0,
]

/** Name, service, finished at, changes carried, flags (1 rework, 2 baseline, 4 date is a lower bound), failures. */
export type DeploymentData = readonly [
  name: string,
  service: number,
  finishedAt: number,
  changes: number,
  flags: number,
  failures: readonly (readonly [rung: number, repairedBy: string])[],
]

/** What the page carries of an analysis so that its numbers can be opened. */
export function reportData(analysis: RepositoryAnalysis): ReportData {
  const { flow } = analysis
  const services = [...new Set(flow.deployments.map((row) => row.deployment.service))]
  const deployments = newest(flow.deployments, (row) => row.deployment.finishedAt)
  const positions = new Map(deployments.map((row, position) => [row.deployment.id, position]))
  const names = new Map(flow.deployments.map((row) => [row.deployment.id, printable(row.deployment.name)]))
  return {
    links: safeLinks(analysis.repository.links),
    authors: authorClasses.map((name) => authorClassLabels[name]),
    bot: authorClasses.indexOf('bot' satisfies AuthorClass),
    stages,
    stageLabels: Object.fromEntries(stages.map((stage) => [stage, stageDescriptions[stage].label])),
    rungs: evidenceRungs.map((rung) => evidenceLabels[rung]),
    services: services.map(serviceName),
    totals: { changes: flow.changes.length, deployments: flow.deployments.length },
    changes: newest(flow.changes, (row) => row.change.mergedAt).map((row, index, rows) =>
      changeData(row, rows[index - 1], analysis, positions),
    ),
    deployments: deployments.map((row) =>
      deploymentData(row, services.indexOf(row.deployment.service), names),
    ),
  }
}

/** The forge addresses of a repository, those that are not http or https left out. */
function safeLinks(links: RepositoryAnalysis['repository']['links']): ReportData['links'] {
  return Object.fromEntries(
    Object.entries(links ?? {}).filter(
      ([, address]) => /^https?:\/\//.test(address) && URL.canParse(address.replaceAll(/[{}]/g, '')),
    ),
  )
}

function changeData(
  row: ChangeRow,
  newer: ChangeRow | undefined,
  { flow }: RepositoryAnalysis,
  positions: ReadonlyMap<DeploymentId, number>,
): ChangeData {
  const { change, shipped } = row
  const spans = timeInStages(row)
  const startedAt = flow.clock.start === 'merge' ? change.mergedAt : change.startedAt
  const endedAt = shipped?.at ?? flow.window.until
  const lead = row.problem === undefined ? Math.max(0, seconds(endedAt) - seconds(startedAt)) : -1
  const isAllReleaseWait = spans.length === 2 && spans[0] === releaseWait && spans[1] === lead
  const tail = [
    lead < 0 ? 0 : Math.max(0, seconds(change.mergedAt) - seconds(startedAt)),
    isAllReleaseWait ? 0 : spans,
    row.problem === undefined ? 0 : problemLabels[row.problem],
  ] as const
  return [
    changeTitle(change),
    change.pullRequest === undefined ? change.revision.slice(0, 12) : 0,
    change.pullRequest ?? 0,
    authorClasses.indexOf(change.authorClass),
    newer === undefined
      ? seconds(change.mergedAt)
      : seconds(newer.change.mergedAt) - seconds(change.mergedAt),
    lead,
    shipped === undefined ? -1 : (positions.get(shipped.deployment) ?? flow.deployments.length),
    ...withoutTrailingZeros(tail),
  ]
}

function withoutTrailingZeros(
  tail: readonly [number, readonly number[] | 0, string | 0],
): readonly [number?, (readonly number[] | 0)?, (string | 0)?] {
  const [beforeMerge, stageTimes, problem] = tail
  if (problem !== 0) return tail
  if (stageTimes !== 0) return [beforeMerge, stageTimes]
  return beforeMerge === 0 ? [] : [beforeMerge]
}

const releaseWait = stages.indexOf('release-wait')

/** One entry for each stage, its spans summed: a change can be in a stage more than once. */
function timeInStages(row: ChangeRow): readonly number[] {
  const sums = new Map<number, number>()
  for (const span of row.stages) {
    const stage = stages.indexOf(span.stage)
    sums.set(stage, (sums.get(stage) ?? 0) + span.to - span.from)
  }
  return [...sums].flatMap(([stage, sum]) => [stage, Math.round(sum / 1_000)])
}

function deploymentData(
  { deployment, changes, failures, isRework }: DeploymentRow,
  service: number,
  names: ReadonlyMap<DeploymentId, string>,
): DeploymentData {
  return [
    fit(printable(deployment.name), 80),
    service,
    seconds(deployment.finishedAt),
    changes.length,
    (isRework ? 1 : 0) + (deployment.isBaseline ? 2 : 0) + (deployment.timing === 'commit' ? 4 : 0),
    failures.map((failure) => [
      evidenceRungs.indexOf(failure.rung),
      failure.remediation === undefined ? '' : (names.get(failure.remediation) ?? ''),
    ]),
  ]
}

function newest<TRow>(rows: readonly TRow[], at: (row: TRow) => Instant): readonly TRow[] {
  return rows.toSorted((left, right) => at(right) - at(left)).slice(0, rowLimit)
}

function seconds(at: Instant): number {
  return Math.round(at / 1_000)
}
