import type {
  AuthorClass,
  Change,
  ChangeEvent,
  ChangeId,
  CiOutcome,
  Deployment,
  DeploymentChange,
  DeploymentId,
  EvidenceRung,
  FailureLink,
  Instant,
  Milliseconds,
  Revision,
  ServiceId,
  Stage,
} from '@sluice/model'
import type { Estimate, Interval } from '@sluice/stats'

/** Half-open span of time that a report is about: `since` is in it, `until` is not. */
export interface Window {
  readonly since: Instant
  readonly until: Instant
}

/** All that the analysis may know. Nothing in it is derived from the window. */
export interface FlowFacts {
  readonly changes: readonly Change[]
  readonly deployments: readonly Deployment[]
  readonly deploymentChanges: readonly DeploymentChange[]
  readonly failures: readonly FailureLink[]
  /** What a forge and its CI tell; absent when none was asked. */
  readonly forge?: ForgeFacts
  /** Sources that were read even if they told nothing, such as an incident tool in a year without incidents. */
  readonly connected?: readonly SourceId[]
}

/** What happened to changes before their merge. It names merged changes by their `Change.id`. */
export interface ForgeFacts {
  /** Of merged and of open changes, in whatever order. */
  readonly events: readonly ChangeEvent[]
  /** On their way and not merged when the sources were last read. */
  readonly open: readonly OpenChange[]
  readonly ciRuns: readonly ChangeCiRun[]
  /** Changes that were closed without a merge, with the moment. */
  readonly abandoned: readonly AbandonedChange[]
  /** When the sources were last read: until then nothing is missing. */
  readonly readUntil: Instant
}

/** A pull or merge request that is not merged. */
export interface OpenChange {
  readonly id: ChangeId
  readonly title: string
  readonly pullRequest?: number
  /** Its first commit, or its opening when no commit is known. */
  readonly startedAt: Instant
  readonly openedAt: Instant
  readonly authorClass: AuthorClass
  /** It was a draft when the sources were last read. Needed only where no event says so. */
  readonly isDraft?: boolean
}

/** A pull or merge request that was closed without a merge. */
export interface AbandonedChange {
  readonly change: ChangeId
  readonly at: Instant
  /** What it was like before; with it, a window that ends before `at` can count it as open. */
  readonly was?: OpenChange
}

/** One attempt of one pipeline on one revision of a change. */
export interface ChangeCiRun {
  readonly change: ChangeId
  readonly pipeline: string
  readonly attempt: number
  readonly revision: Revision
  readonly trigger: 'change' | 'merge-queue'
  readonly createdAt: Instant
  /** When its first job started. */
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
  readonly outcome?: CiOutcome
}

export interface FlowOptions {
  readonly window: Window
  /** Of bootstraps and permutations. The same seed gives the same report. Defaults to 1. */
  readonly seed: number
  /** Of every interval. Defaults to 0.95. */
  readonly confidence: number
  /** Print DORA clusters where an interval lies wholly inside one. Defaults to false. */
  readonly clusters: boolean
  /** Elapsed hours, or Monday to Friday only (UTC). Defaults to `elapsed`. */
  readonly calendar: Calendar
}

export type Calendar = 'elapsed' | 'weekdays'

export const metricIds = [
  'change-lead-time',
  'deployment-frequency',
  'change-fail-rate',
  'failed-deployment-recovery-time',
  'deployment-rework-rate',
] as const
export type MetricId = (typeof metricIds)[number]

export type Unit = 'milliseconds' | 'per-week' | 'share'

/** One of the five DORA metrics, or a companion of one, that opens down to the rows behind it. */
export interface Metric {
  readonly id: MetricId
  readonly unit: Unit
  readonly estimate: Estimate
  /** Further readings of the same rows, such as the 85th percentile or the naive median. */
  readonly companions: readonly Companion[]
  /** Set when the metric rests on a stand-in for the real event; `tags` means release tags instead of deployments. */
  readonly proxy?: 'tags'
  /** What was counted, for "5 of 53, 4 by revert". Keys are stable, counts are whole. */
  readonly counts: Readonly<Record<string, number>>
  /** Ladder rungs behind failures, with how many deployments each found. */
  readonly evidence: readonly { readonly rung: EvidenceRung; readonly count: number }[]
  /** DORA cluster, only when asked for and only when the whole interval lies inside it. */
  readonly cluster?: ClusterAnswer
  readonly trend: WeeklyTrend
}

export type CompanionId =
  | 'p85'
  | 'naive-median'
  | 'merge-to-release-median'
  | 'days-with-deployment-per-week'
  | 'commit-weighted-median'
  | 'incident-resolution-median'
export interface Companion {
  readonly id: CompanionId
  readonly estimate: Estimate
}

export type ClusterAnswer =
  | { readonly kind: 'inside'; readonly cluster: 'elite' | 'high' | 'medium' | 'low'; readonly table: string }
  | { readonly kind: 'cannot-tell'; readonly neededMore?: number; readonly table: string }

export interface WeekPoint {
  /** Monday 00:00 UTC. */
  readonly weekOf: Instant
  readonly estimate: Estimate
  /** The window covers only a part of this week; rates are scaled to a whole week, change-points ignore it. */
  readonly isPartial?: true
}

/** A level shift in a weekly series. */
export interface ChangePoint {
  readonly weekOf: Instant
  /** Medians of the weekly values before and after, in the metric's unit, up to the neighbouring change-point. */
  readonly before: number
  readonly after: number
  /** Permutation p value. */
  readonly p: number
}

export interface WeeklyTrend {
  readonly weeks: readonly WeekPoint[]
  readonly changePoints: readonly ChangePoint[]
}

/** Which instant the lead-time clock starts at for the headline. */
export interface LeadTimeClock {
  /** `first-commit` when at least 80 % of changes have one (or an author date before the merge), `merge` otherwise. */
  readonly start: 'first-commit' | 'merge'
  readonly counts: Readonly<Record<Change['start'], number>>
}

/** One step of the Kaplan-Meier curve of the headline lead time. */
export interface SurvivalStep {
  /** Time since the start of the change. */
  readonly at: Milliseconds
  /** Share of changes not yet released just after `at`, with its pointwise interval. */
  readonly share: number
  readonly low: number
  readonly high: number
  /** Changes that were neither released nor censored just before `at`. */
  readonly atRisk: number
}

/** Time in one stage over the changes in the window. */
export interface StageSummary {
  readonly stage: Stage
  /** Median over the changes that were in the stage, in-flight ones censored. */
  readonly median: Estimate
  /** Share of all the change time in the window that was spent here; shares of all stages sum to 1. */
  readonly share: number
  /** Total time in the stage, changes summed. */
  readonly total: Milliseconds
  /** Changes that are in the stage at the end of the window. */
  readonly inProgress: number
  /** Mean number of changes in the stage over the window (the L of Little's law). */
  readonly meanInProgress: number
  /** Changes that were in the stage. */
  readonly n: number
  /** What would tell more, when the stage is `unknown`. */
  readonly wouldTell?: SourceId
}

export type SourceId = 'forge' | 'deployments' | 'incidents' | 'ci'

/** What a further source would add, best first. */
export interface SourceAdvice {
  readonly source: SourceId
  /** Share of all change time that the source would explain, where that can be said. */
  readonly explains?: number
  readonly metrics: readonly MetricId[]
}

export type CohortVerdict = 'differs' | 'does-not-differ' | 'cannot-tell'
export interface CohortComparison {
  readonly verdict: CohortVerdict
  /** Why it cannot tell, in one of these words. */
  readonly because?:
    | 'no-marked-change'
    | 'too-few-marked'
    | 'no-overlap'
    | 'interval-too-wide'
    | 'nothing-shipped'
  /** Marked minus unmarked, in milliseconds, matched within strata. Absent when nothing overlaps. */
  readonly matched?: Estimate
  /** The plain difference of medians, confounded; shown only beside the matched one. */
  readonly plain?: Estimate
  /** Differences at least this large would probably (80 %) have been seen. */
  readonly minimumDetectable?: Milliseconds
  /** Differences smaller than this are treated as none. */
  readonly equivalenceMargin?: Milliseconds
  /** Share of marked changes that have an unmarked partner in their stratum. */
  readonly overlap: number
  readonly strata: readonly CohortStratum[]
  readonly stratifiedBy: readonly ('month' | 'type' | 'size')[]
  /** Changes left out: their month is not mature (under 95 % shipped), or they had not shipped or not honestly. */
  readonly leftOut?: number
}
export interface CohortStratum {
  readonly name: string
  readonly marked: number
  readonly unmarked: number
}

export interface Cohorts {
  /** Changes by author class, over all changes merged in the window. */
  readonly counts: Readonly<Record<AuthorClass, number>>
  /** AI tools by number of changes that carry their mark. */
  readonly tools: readonly { readonly tool: string; readonly changes: number }[]
  /** AI-marked share of non-bot change, with interval. */
  readonly markedShare: Estimate
  readonly markedShareTrend: WeeklyTrend
  /** Share of changes in which a mark could have been seen (trailers, bodies or branch names survive). */
  readonly coverage: Estimate
  readonly leadTime: CohortComparison
}

/** One change with all that the analysis derived about it: the row behind the numbers. */
export interface ChangeRow {
  readonly change: Change
  /** The span of each stage; they partition [startedAt, shippedAt or window end] exactly. */
  readonly stages: readonly StageSpan[]
  readonly shipped?: {
    readonly deployment: DeploymentId
    readonly at: Instant
    readonly how: DeploymentChange['how']
  }
  /** Set when the change cannot be shipped-or-censored honestly; it is then left out of the curve and the stages. */
  readonly problem?: ChangeProblem
  /** Who reviewed it before its merge; absent when no forge tells of it. */
  readonly review?: ReviewKind
  /** What its forge and CI say of it that cannot be; absent when there is nothing. */
  readonly doubts?: readonly ChangeDoubt[]
}

/** `by-programs`: only bots and AI reviewers looked at it. `none`: nobody did. The author never counts. */
export type ReviewKind = 'by-people' | 'by-programs' | 'none'

/**
 * `impossible-order`: an event in a place where it cannot be, such as a review before the opening.
 * `impossible-ci-times`: a run that started before it was asked for, or finished before it started.
 * `ci-start-unknown`: a run that finished and never said when it started, so that queue and run cannot be told apart.
 */
export type ChangeDoubt = 'impossible-order' | 'impossible-ci-times' | 'ci-start-unknown'

/**
 * `shipped-before-merge`: its deployment is older than its merge. `before-first-deployment`: it was already there
 * when the first known deployment finished, so nobody knows when it first reached users; its stages end there.
 */
export type ChangeProblem = 'shipped-before-merge' | 'before-first-deployment'

export interface StageSpan {
  readonly stage: Stage
  readonly from: Instant
  readonly to: Instant
}

export interface DeploymentRow {
  readonly deployment: Deployment
  /** Changes it carried to users first. */
  readonly changes: readonly ChangeId[]
  readonly failures: readonly FailureLink[]
  /** It carries the repair of an earlier failed deployment. */
  readonly isRework: boolean
}

export interface ServiceSummary {
  readonly service: ServiceId
  readonly deployments: number
  readonly frequency: Estimate
  readonly lastAt?: Instant
}

/** A move in one of the series that a person should know about, newest first. */
export interface RecentShift {
  readonly series: MetricId | 'merges-per-week' | 'ai-marked-share'
  readonly unit: Unit
  readonly changePoint: ChangePoint
}

/** Merged and not shipped at the end of the window, bots left out. No change and no age when no deployment is known. */
export interface InFlight {
  readonly changes: number
  /** Time since their merge. */
  readonly medianAge: Estimate
  /** Of the changes, how many were merged before the window; the others are the censored ones of lead time. */
  readonly mergedBeforeWindow?: number
}

/** Changes that were open when we looked, bots left out. */
export interface OpenSummary {
  /** The end of the window, or when the forge was last read if that is earlier. */
  readonly asOf: Instant
  readonly changes: number
  /** Open changes by bots, which take no part in the rest. */
  readonly byBots: number
  /** Where they are, in the order of the stages. */
  readonly byStage: readonly { readonly stage: Stage; readonly changes: number }[]
  /** Time since they were opened. */
  readonly medianAge: Estimate
  /** The ten that are open longest, longest first. */
  readonly slowest: readonly OpenRow[]
  /** Changes that were closed in the window without a merge, those of bots included. */
  readonly abandoned: number
}

/** One open change with where it is and since when. */
export interface OpenRow {
  readonly change: OpenChange
  /** They partition [startedAt, `asOf`] exactly. */
  readonly stages: readonly StageSpan[]
  readonly stage: Stage
  /** When it came into that stage. */
  readonly since: Instant
}

/** How the merged changes of the window were reviewed, bots left out. */
export interface ReviewSummary {
  /** Changes that a forge tells of. */
  readonly known: number
  /** Of those, merged without a review by a person other than the author: they have no pickup wait. */
  readonly withoutReview: number
  /** Of the changes without a review by a person, those that a program reviewed. */
  readonly byProgramsOnly: number
}

/** Something that a reader must know to read the numbers right. */
export interface FlowCaveat {
  readonly kind:
    | 'no-deployments'
    | 'tags-are-a-proxy'
    | 'lightweight-tags'
    | 'start-unknown'
    | 'clock-problems'
    | 'before-first-deployment'
    | 'failures-are-a-lower-bound'
    | 'few-changes'
    | 'mostly-bots'
    | 'without-forge-facts'
    | 'forge-read-too-early'
    | 'forge-input-dropped'
    | 'ci-input-dropped'
    | 'impossible-order'
    | 'impossible-ci-times'
    | 'ci-start-unknown'
    | 'reviews-by-programs-only'
    | 'failed-deployments-left-out'
  readonly count: number
  readonly of: number
}

/** The whole answer. */
export interface FlowAnalysis {
  readonly window: Window
  readonly clock: LeadTimeClock
  /** The five, in the order of `metricIds`. Bots are left out of change metrics. */
  readonly metrics: readonly Metric[]
  /** How long changes stay unreleased, steps in order of time; empty or absent when nothing was released. */
  readonly survival?: readonly SurvivalStep[]
  readonly stages: readonly StageSummary[]
  readonly throughput: { readonly estimate: Estimate; readonly trend: WeeklyTrend }
  readonly inFlight: InFlight
  /** Not merged yet; absent without a forge. */
  readonly open?: OpenSummary
  /** Absent without a forge. */
  readonly review?: ReviewSummary
  readonly withBots: { readonly leadTime: Estimate; readonly changes: number }
  readonly cohorts: Cohorts
  readonly services: readonly ServiceSummary[]
  readonly recent: readonly RecentShift[]
  readonly nextSources: readonly SourceAdvice[]
  readonly caveats: readonly FlowCaveat[]
  readonly changes: readonly ChangeRow[]
  readonly deployments: readonly DeploymentRow[]
}

export type { Interval }
