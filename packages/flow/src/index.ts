export * from './analysis.ts'
export { analyzeFlow } from './analyze-flow.ts'
export { classifyAuthorship, type Authorship } from './authorship/classify-authorship.ts'
export { changeTypeOf } from './change-type.ts'
