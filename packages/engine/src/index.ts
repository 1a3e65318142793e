export type { AnalyzeOptions, Progress } from './analyze-options.ts'
export type { Diagnosis, DiagnosisFinding, DiagnosisStatus } from './diagnosis.ts'
export { engineErrors } from './errors.ts'
export type { Notice, RepositoryAnalysis, RepositoryDescription, Scope } from './repository-analysis.ts'
