import { day, repositoryName, shift } from '@sluice/model'
import type { QueryName, QueryParameters } from '@sluice/ledger'
import { historyFrom, historyUntil, repositories } from './recorded-history.ts'

/** What the differential test asks each query; a query without a case is a failed test. */
export const queryCases: { readonly [TName in QueryName]: readonly QueryParameters<TName>[] } = {
  repositories: [{}],
  sources: everyRepository(),
  changes: everyRepository(),
  changeEvents: everyRepository(),
  changeCommits: everyRepository(),
  changeCiRuns: everyRepository(),
  deployments: everyRepository(),
  deploymentSteps: everyRepository(),
  deploymentChanges: everyRepository(),
  incidents: everyRepository(),
  failures: everyRepository(),
  stageDurationsByWeek: spans(),
  testReliability: everyRepository().flatMap((of) => spans().map((span) => ({ ...of, ...span }))),
  firstDeploymentAfterMerge: everyRepository().flatMap((of) => spans().map((span) => ({ ...of, ...span }))),
  variantSums: ['checkout', 'other', 'unheard-of'].flatMap((flag) =>
    ['revenue', 'latency', 'unheard-of'].flatMap((metric) =>
      spans().map((span) => ({ flag, metric, ...span })),
    ),
  ),
}

/** All that the ledger knows, and one that it does not. */
function everyRepository(): readonly { readonly repository: (typeof repositories)[number] }[] {
  return [...repositories, repositoryName('github.com/acme/nothing')].map((repository) => ({ repository }))
}

/** All of the time, a part of it, and a part in which nothing happened. */
function spans(): readonly { readonly since: typeof historyFrom; readonly until: typeof historyFrom }[] {
  return [
    { since: historyFrom, until: historyUntil },
    { since: shift(historyFrom, 10 * day), until: shift(historyFrom, 17 * day) },
    { since: shift(historyFrom, -20 * day), until: shift(historyFrom, -10 * day) },
  ]
}
