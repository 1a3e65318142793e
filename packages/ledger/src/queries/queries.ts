import { changeCiRuns } from './change-ci-runs.ts'
import { changeCommits, changeEvents, changes } from './changes.ts'
import { deploymentChanges, deployments, deploymentSteps } from './deployments.ts'
import { failures, incidents } from './failures.ts'
import type { NamedQuery } from './named-query.ts'
import {
  firstDeploymentAfterMerge,
  stageDurationsByWeek,
  testReliability,
  variantSums,
} from './reference-queries.ts'
import type { QueryName } from './registry.ts'
import { repositories, sources } from './sources.ts'

/** The queries of the registry by name. */
export const queries: { readonly [TName in QueryName]: NamedQuery<TName> } = {
  repositories,
  sources,
  changes,
  changeEvents,
  changeCommits,
  changeCiRuns,
  deployments,
  deploymentSteps,
  deploymentChanges,
  incidents,
  failures,
  stageDurationsByWeek,
  testReliability,
  firstDeploymentAfterMerge,
  variantSums,
}
