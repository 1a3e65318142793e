export { connectErrors } from './errors.ts'
export {
  defaultGithubApiUrl,
  githubHost,
  githubStreams,
  type GithubConfig,
  type GithubStream,
} from './github/config.ts'
export { github } from './github/github.ts'
export { mapGithubDelivery, type GithubDelivery, type GithubDeliveryOptions } from './github/map-delivery.ts'
export { verifyGithubSignature } from './github/verify-signature.ts'
export type { EtagStore, GetOptions, HttpDoor, HttpPage, PagesOptions } from './kit/http-door.ts'
export { openHttpDoor, type HttpDoorOptions, type HttpWait, type OpenHttpDoor } from './kit/open-http-door.ts'
export { Secret, withoutSecrets } from './kit/secret.ts'
export type { MappedInput, ReadContext, Source, SourcePage } from './kit/source.ts'
export { readJunit, type JunitBatch, type JunitContext, type JunitSummary } from './junit/read-junit.ts'
export type { RepositoryTestResult } from './junit/collect-cases.ts'
export { reportId, type ReportOrigin } from './junit/report-id.ts'
export { deploymentEvents } from './deployments/map-deployment.ts'
export { deploymentFields } from './deployments/deployment-fields.ts'
export { readDeployments } from './deployments/read-deployments.ts'
export { recordedDeploymentId, type DeploymentName } from './deployments/recorded-deployment-id.ts'
export { incidentFields } from './incidents/incident-fields.ts'
export { incidentEvents, recordedIncidentId } from './incidents/map-incident.ts'
export { readIncidents } from './incidents/read-incidents.ts'
export { fieldTypes, type FieldDefinition, type FieldTable, type FieldType } from './records/field-table.ts'
export type { FileContext, RecordContext } from './records/record-context.ts'
export type { TextInput } from './records/text-lines.ts'
export { getTimeZone, type TimeZone } from './records/time-zone.ts'
export type { AlertContext, AlertLabels } from './alerts/alert-context.ts'
export { alertFormats, findAlertFormat, mapAlerts, type AlertFormat } from './alerts/map-alerts.ts'
export {
  readCloudEvents,
  type CloudEvent,
  type CloudEventDelivery,
  type CloudEventReading,
} from './cdevents/cloud-event.ts'
export { mapCdEvents, subjectsOf, type MappedCdEvents } from './cdevents/map-cd-events.ts'
export type { Step, Steps, SubjectMemory } from './cdevents/subject-memory.ts'
export {
  cdEventsVersion,
  toCdEvents,
  type StructuredCdEvent,
  type ToCdEventsContext,
} from './cdevents/to-cd-events.ts'
export type { CdEventContext } from './cdevents/told.ts'
export {
  defaultGitlabApiUrl,
  gitlabAuthorization,
  gitlabHost,
  gitlabStreams,
  type GitlabConfig,
  type GitlabStream,
  type GitlabTokenKind,
} from './gitlab/config.ts'
export { gitlab } from './gitlab/gitlab.ts'
export {
  flowMetrics,
  type ChangeMetricState,
  type ChangeTimeReading,
  type DeploymentReading,
  type FlowReading,
  type LeadTimeReading,
  type Metric,
  type MetricPoint,
  type PipelineReading,
} from './otel/flow-metrics.ts'
export { mapTraces, type MappedTraces, type TraceContext } from './otel/map-traces.ts'
export { readOtlpTraces, type OtlpSpan, type OtlpTraces } from './otel/otlp-traces.ts'
export { toOtlpMetrics, type OtlpMetricsOptions, type OtlpMetricsRequest } from './otel/to-otlp-metrics.ts'
export { toPrometheusText } from './otel/to-prometheus-text.ts'
export { mapGitlabHook, type GitlabHook, type GitlabHookOptions } from './gitlab/map-hook.ts'
export { verifyGitlabToken } from './gitlab/verify-token.ts'
