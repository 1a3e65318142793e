import type { RepositoryAnalysis } from '@sluice/engine'
import { serviceId } from '@sluice/model'
import { sampleAnalysis } from './sample-analysis.ts'

/** Text that tries what a repository could try: escapes, right-to-left overrides, markup, mentions, wide characters. */
const hostileText =
  '\u001b]0;owned\u0007\u001b[31mred\u202egnp.exe | <img src=x onerror=alert(1)> @everyone #1 支払いサービス'.repeat(
    2,
  )

/** The sample with hostile text wherever a repository puts text. */
export function hostileAnalysis(): RepositoryAnalysis {
  const sample = sampleAnalysis()
  const { flow } = sample
  return {
    repository: { ...sample.repository, name: hostileText, mainLine: hostileText },
    scope: { ...sample.scope, service: serviceId(hostileText) },
    notices: [{ code: 'HOSTILE', message: hostileText, hint: hostileText }],
    flow: {
      ...flow,
      services: flow.services.map((service) => ({ ...service, service: serviceId(hostileText) })),
      changes: flow.changes.map((row) => ({ ...row, change: { ...row.change, title: hostileText } })),
      cohorts: { ...flow.cohorts, tools: [{ tool: hostileText, changes: 3 }] },
    },
  }
}
