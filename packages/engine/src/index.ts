export { analyzeRepository } from './analyze-repository.ts'
export { diagnose } from './diagnose.ts'
export type { AnalyzeOptions, Progress } from './analyze-options.ts'
export type { Diagnosis, DiagnosisFinding, DiagnosisStatus } from './diagnosis.ts'
export { engineErrors } from './errors.ts'
export type {
  Knowledge,
  Notice,
  RepositoryAnalysis,
  RepositoryDescription,
  Scope,
} from './repository-analysis.ts'
// The words and codes of the lower rings, for the programs above, which see only types of those.
export {
  caveatTexts,
  companionDescriptions,
  metricDescriptions,
  metricIds,
  sourceTexts,
  stageDefinitions,
} from '@sluice/flow'
export { gitErrors } from '@sluice/git'
export { methodDescriptions, methods } from '@sluice/stats'
