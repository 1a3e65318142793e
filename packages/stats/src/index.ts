export type { Estimate, Interval, Known, Method, Unknown, UnknownReason } from './estimate.ts'
export { methods } from './estimate.ts'
