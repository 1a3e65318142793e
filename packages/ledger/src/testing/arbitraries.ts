import { fc } from '@fast-check/vitest'
import {
  changeEventKinds,
  changeId,
  changeStates,
  ciJobId,
  ciOutcomes,
  ciRunId,
  ciTriggers,
  deploymentId,
  deploymentStates,
  eventId,
  evidenceRungs,
  incidentId,
  instant,
  repositoryName,
  revision,
  serviceId,
  shippedHows,
  type DeliveryEvent,
} from '@sluice/model'

/**
 * Events of every kind about few subjects and few moments, so that they contradict one another: several versions of
 * a change at the same time, things that are told after they were removed, runs on commits of two changes.
 */
export function anyDeliveryEvents(maxLength = 40): fc.Arbitrary<readonly DeliveryEvent[]> {
  return fc.array(told, { maxLength }).map((all) =>
    all.map(({ at, ...rest }, place): DeliveryEvent => {
      const header = { id: eventId(`e${place}`), source: 'test', repository, at }
      return { ...header, ...rest }
    }),
  )
}

const repository = repositoryName('github.com/acme/shop')
const at = fc.integer({ min: 0, max: 5 }).map(instant)
const few = fc.integer({ min: 1, max: 3 })
const change = few.map((number) => changeId(`${repository}#${number}`))
const head = few.map((number) => revision(`r${number}`))
const run = few.map((number) => ciRunId(`run:${number}`))
const deployment = few.map((number) => deploymentId(`deployment:${number}`))
const incident = few.map((number) => incidentId(`incident:${number}`))
const outcome = fc.constantFrom(...ciOutcomes)
/** What a title or name may hold, the marks that texts are told apart by among it. */
const words = fc.constantFrom('One', '', 'ü 😀', '\u001f', '\u001e', "it's", 'a\u0000b')

const told = fc.oneof(
  fc.record({
    at,
    kind: fc.constant('change' as const),
    change: fc.record(
      {
        id: change,
        number: few,
        title: words,
        state: fc.constantFrom(...changeStates),
        isDraft: fc.boolean(),
        openedAt: at,
        baseBranch: fc.constant('main'),
        labels: fc.array(words, { maxLength: 2 }),
        mergedAt: at,
        headRevision: head,
        author: fc.record({ name: words, kind: fc.constant('person' as const) }),
        addedLines: few,
        deletedLines: few,
      },
      {
        requiredKeys: ['id', 'number', 'title', 'state', 'isDraft', 'openedAt', 'baseBranch', 'labels'],
      },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('change-commits' as const),
    change,
    commits: fc.array(
      fc.record({
        revision: head,
        author: fc.constant({ name: 'Ada', email: 'ada@example.com' }),
        committer: fc.constant({ name: 'Ada', email: 'ada@example.com' }),
        authoredAt: at,
        committedAt: at,
        message: words,
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('change-event' as const),
    event: fc.record(
      { change, kind: fc.constantFrom(...changeEventKinds), at, isAuthor: fc.boolean(), revision: head },
      { requiredKeys: ['change', 'kind', 'at', 'isAuthor'] },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('ci-run' as const),
    run: fc.record(
      {
        id: run,
        nativeId: words,
        attempt: few,
        pipeline: words,
        trigger: fc.constantFrom(...ciTriggers),
        revision: head,
        changes: fc.array(change, { maxLength: 2 }),
        createdAt: at,
        startedAt: at,
        outcome,
      },
      {
        requiredKeys: [
          'id',
          'nativeId',
          'attempt',
          'pipeline',
          'trigger',
          'revision',
          'changes',
          'createdAt',
        ],
      },
    ),
  }),
  fc
    .record({ at, run: few, job: few, name: words, revision: head, startedAt: at, outcome })
    .map(({ at, run, job, ...rest }) => ({
      at,
      kind: 'ci-job' as const,
      // A job belongs to one run for good.
      job: { id: ciJobId(`job:${run}:${job}`), run: ciRunId(`run:${run}`), attempt: 1, labels: [], ...rest },
    })),
  fc.record({
    at,
    kind: fc.constant('deployment' as const),
    deployment: fc.record(
      {
        id: deployment,
        service: words.map(serviceId),
        environment: fc.constant('production'),
        isProduction: fc.boolean(),
        revision: head,
        createdAt: at,
        isPlanned: fc.boolean(),
      },
      { requiredKeys: ['id', 'service', 'environment', 'isProduction', 'revision', 'createdAt'] },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('deployment-event' as const),
    event: fc.record({ deployment, state: fc.constantFrom(...deploymentStates), at }),
  }),
  fc.record({
    at,
    kind: fc.constant('deployment-changes' as const),
    link: fc.record({
      deployment,
      how: fc.constantFrom(...shippedHows),
      changes: fc.array(change, { maxLength: 3 }),
      revisions: fc.array(head, { maxLength: 2 }),
    }),
  }),
  fc.record({
    at,
    kind: fc.constant('incident' as const),
    incident: fc.record(
      { id: incident, service: words.map(serviceId), title: words, openedAt: at, resolvedAt: at, deployment },
      { requiredKeys: ['id', 'service', 'title', 'openedAt'] },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('failure' as const),
    evidence: fc.record(
      {
        deployment,
        rung: fc.constantFrom(...evidenceRungs),
        incident,
        knownAt: at,
        isWithdrawn: fc.boolean(),
      },
      { requiredKeys: ['deployment', 'rung', 'knownAt'] },
    ),
  }),
  fc.record({
    at,
    kind: fc.constant('finding' as const),
    finding: fc.record({
      id: fc.constantFrom('f1', 'f2'),
      rule: words,
      tool: words,
      severity: fc.constantFrom('high' as const, 'low' as const),
      revision: head,
      path: words,
      message: words,
      state: fc.constantFrom('open' as const, 'fixed' as const),
    }),
  }),
  fc.record({
    at,
    kind: fc.constant('removed' as const),
    subject: fc.oneof(
      fc.record({ kind: fc.constant('change' as const), id: change }),
      fc.record({ kind: fc.constant('deployment' as const), id: deployment }),
      fc.record({ kind: fc.constant('incident' as const), id: incident }),
      fc.record({ kind: fc.constant('ci-run' as const), id: run }),
    ),
  }),
)
