import type { Deployment } from '@sluice/model'
import { compareText } from '../facts/flow-index.ts'
import { groupBy } from '../group-by.ts'

/** The deployments of one service to one environment, oldest first: each replaced the one before it. */
export type DeploymentLine = readonly Deployment[]

/** Deployments by service and environment. */
export function deploymentLines(deployments: readonly Deployment[]): readonly DeploymentLine[] {
  const lines = groupBy(deployments, ({ service, environment }) => `${service}\n${environment ?? ''}`)
  return [...lines.values()].map((line) =>
    line.toSorted((a, b) => a.finishedAt - b.finishedAt || compareText(a.id, b.id)),
  )
}
