import type { ServiceSummary } from './analysis.ts'
import { groupBy } from './group-by.ts'
import { compareText, type FlowIndex } from './facts/flow-index.ts'
import { releaseMoments } from './facts/release-moment.ts'
import { exposureFrom, rateOver } from './metrics/exposure.ts'

/** Deployments of each service, busiest first. Counting begins with the first known deployment of the service. */
export function serviceSummaries(index: FlowIndex): readonly ServiceSummary[] {
  const summaries: ServiceSummary[] = []
  for (const [service, deployments] of groupBy(index.deployments, (deployment) => deployment.service)) {
    const moments = releaseMoments(deployments).map(({ finishedAt }) => finishedAt)
    const first = moments[0]
    if (first === undefined) continue
    const exposure = exposureFrom(first, index)
    const last = deployments.at(-1)
    summaries.push({
      service,
      deployments: moments.filter((at) => at >= index.window.since).length,
      frequency: rateOver(moments.filter(exposure.counts).length, exposure.from, index),
      ...(last !== undefined && { lastAt: last.finishedAt }),
    })
  }
  return summaries.sort((a, b) => b.deployments - a.deployments || compareText(a.service, b.service))
}
