import type { CompanionId, MetricId, Unit } from '../analysis.ts'

/** What a reader of a metric needs to know, in plain words: the same in every report and in the documentation. */
export interface MetricDescription {
  readonly label: string
  readonly unit: Unit
  /** What it measures. */
  readonly definition: string
  readonly formula: string
  /** Where the formula comes from. */
  readonly source: string
  /** What the number cannot hold. */
  readonly leavesOut: string
}

export const metricDescriptions: Readonly<Record<MetricId, MetricDescription>> = {
  'change-lead-time': {
    label: 'Change lead time',
    unit: 'milliseconds',
    definition:
      'Time from the first commit of a change (or, where that is unknown for more than a fifth of them, from the ' +
      'merge) until a deployment first carried it. The median over all changes merged in the window; those not yet ' +
      'released count as still waiting.',
    formula:
      'Kaplan-Meier median of deployment finish minus start, in-flight changes censored at the end of the window. ' +
      'The interval takes changes of one release for one batch, as they end together.',
    source: 'Kaplan & Meier (1958), JASA 53(282); Williams (1995), Lifetime Data Analysis 1(2), for batches.',
    leavesOut:
      'Changes by bots, changes merged before the window, changes that were there before the first known deployment, ' +
      'and changes whose deployment is older than their merge.',
  },
  'deployment-frequency': {
    label: 'Deployment frequency',
    unit: 'per-week',
    definition:
      'Deployments to users per week, empty weeks included. Several services released together count once. Counting ' +
      'begins with the window, or just after the first known deployment if that is later.',
    formula: 'Deployments divided by weeks, with the exact Poisson interval.',
    source: 'Garwood (1936), Biometrika 28(3/4).',
    leavesOut:
      'Deployments that failed before they reached users. Release tags cannot show how often one was rolled out.',
  },
  'change-fail-rate': {
    label: 'Change fail rate',
    unit: 'share',
    definition:
      'Share of deployments that failed for users. A deployment counts once, by its strongest evidence: incident, ' +
      'rollback, revert of something it carried, hotfix.',
    formula:
      'Failed deployments divided by all deployments of the window, with the Wilson interval; exact bound at zero.',
    source: 'Wilson (1927), JASA 22(158).',
    leavesOut:
      'Failures that left no trace in the sources at hand, and deployments that did not succeed unless evidence says ' +
      'that users felt them. Deployments of the last days have had little time to be found failing.',
  },
  'failed-deployment-recovery-time': {
    label: 'Failed deployment recovery time',
    unit: 'milliseconds',
    definition:
      'Time from a failed deployment until the first deployment that repaired it. The median over the failed ' +
      'deployments of the window; those not yet repaired count as still open.',
    formula:
      'Kaplan-Meier median of repairing finish minus failed finish, open ones censored at the end of the window.',
    source: 'Kaplan & Meier (1958), JASA 53(282).',
    leavesOut:
      'Outages that no deployment caused, and repairs that took no deployment. How long incidents were open is ' +
      'another number, and stands beside.',
  },
  'deployment-rework-rate': {
    label: 'Deployment rework rate',
    unit: 'share',
    definition:
      'Share of deployments that carried the repair of an earlier failed deployment, or that their source calls ' +
      'unplanned. It says nothing about lines rewritten soon after they were written.',
    formula: 'Repairing deployments divided by all deployments of the window, with the Wilson interval.',
    source: 'Wilson (1927), JASA 22(158).',
    leavesOut: 'Repairs of failures that left no trace in the sources at hand.',
  },
}

/** What each further reading of a metric is called, and what it is. */
export const companionDescriptions: Readonly<
  Record<CompanionId, { readonly label: string; readonly definition: string }>
> = {
  p85: {
    label: '85th percentile',
    definition:
      'Six in seven changes are released by then, in-flight ones counted as still waiting. Hidden below 20 changes.',
  },
  'naive-median': {
    label: 'Released ones only (naive)',
    definition:
      'The median of released changes alone: too low, because those still waiting are the slow ones.',
  },
  'merge-to-release-median': {
    label: 'Merge to release',
    definition: 'The same median with the clock started at the merge.',
  },
  'commit-weighted-median': {
    label: 'Per commit',
    definition: 'The median of commits instead of changes: a change of ten commits counts ten times.',
  },
  'incident-resolution-median': {
    label: 'Incident open to resolved',
    definition:
      'The median time that the incidents behind failed deployments were open; those still open count as such.',
  },
  'days-with-deployment-per-week': {
    label: 'Release days in the median week',
    definition:
      'Median number of days with a deployment over the whole weeks of the window, empty weeks included.',
  },
}
