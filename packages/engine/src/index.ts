export type { Notice, RepositoryAnalysis, RepositoryDescription, Scope } from './repository-analysis.ts'
