import type { z } from 'zod'
import type { Alert } from './alert-incident.ts'

/** What a delivery holds. */
export interface ReadAlerts {
  readonly alerts: readonly Alert[]
  readonly refused: readonly RefusedAlert[]
}

export interface RefusedAlert {
  readonly input: unknown
  /** Without the full stop. */
  readonly problem: string
}

export function refuseAll(input: unknown, problem: string): ReadAlerts {
  return { alerts: [], refused: [{ input, problem }] }
}

/** Where the first thing stands that does not fit, and what is wrong with it. */
export function firstProblem({ issues }: z.ZodError): string {
  const [issue] = issues
  const path = issue?.path.join('.') ?? ''
  return `${path === '' ? 'the delivery' : path.slice(0, 100)}: ${issue?.message ?? 'it does not fit'}`
}
