export * from './analysis.ts'
export { analyzeFlow } from './analyze-flow.ts'
