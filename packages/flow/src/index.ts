export {
  metricIds,
  type AbandonedChange,
  type Calendar,
  type ChangeCiRun,
  type ChangeDoubt,
  type ChangePoint,
  type ChangeProblem,
  type ChangeRow,
  type ClusterAnswer,
  type CohortComparison,
  type Cohorts,
  type CohortStratum,
  type CohortVerdict,
  type Companion,
  type CompanionId,
  type DeploymentRow,
  type FlowAnalysis,
  type FlowCaveat,
  type FlowFacts,
  type FlowOptions,
  type ForgeFacts,
  type InFlight,
  type Interval,
  type LeadTimeClock,
  type Metric,
  type MetricId,
  type OpenChange,
  type OpenRow,
  type OpenSummary,
  type RecentShift,
  type ReviewKind,
  type ReviewSummary,
  type ServiceSummary,
  type SourceAdvice,
  type SourceId,
  type StageSpan,
  type StageSummary,
  type SurvivalStep,
  type Unit,
  type WeeklyTrend,
  type WeekPoint,
  type Window,
} from './analysis.ts'
export { analyzeFlow } from './analyze-flow.ts'
export { classifyAuthorship, type Authorship } from './authorship/classify-authorship.ts'
export { identityKind, type IdentityKind } from './authorship/identity-kind.ts'
export { changeTypeOf } from './change-type.ts'
export { caveatTexts, type CaveatText } from './descriptions/caveat-texts.ts'
export {
  companionDescriptions,
  metricDescriptions,
  type MetricDescription,
} from './descriptions/metric-descriptions.ts'
export { sourceTexts, type SourceText } from './descriptions/source-texts.ts'
export { stageDefinitions } from './descriptions/stage-definitions.ts'
export { failuresFromIncidents } from './failures/failures-from-incidents.ts'
export { failuresFromRollbacks, type IsAncestor } from './failures/failures-from-rollbacks.ts'
export { withStatedFailures } from './failures/stated-failures.ts'
export { partitionStages, type StageClaim } from './stages/partition.ts'
