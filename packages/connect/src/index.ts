export { connectErrors } from './errors.ts'
export type { EtagStore, GetOptions, HttpDoor, HttpPage, PagesOptions } from './kit/http-door.ts'
export { openHttpDoor, type HttpDoorOptions, type HttpWait, type OpenHttpDoor } from './kit/open-http-door.ts'
export { Secret, withoutSecrets } from './kit/secret.ts'
export type { MappedInput, ReadContext, Source, SourcePage } from './kit/source.ts'
export {
  readJunit,
  type JunitBatch,
  type JunitContext,
  type JunitSummary,
  type RepositoryTestResult,
} from './junit/read-junit.ts'
export { reportId, type ReportOrigin } from './junit/report-id.ts'
