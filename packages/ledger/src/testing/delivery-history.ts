import {
  changeId,
  ciJobId,
  ciRunId,
  day,
  deploymentId,
  eventId,
  hour,
  incidentId,
  instant,
  minute,
  repositoryName,
  revision,
  seededRng,
  serviceId,
  shift,
  type Actor,
  type ChangeEventKind,
  type ChangeId,
  type DeliveryEvent,
  type DeploymentState,
  type ForgeChange,
  type Instant,
  type RepositoryName,
  type Revision,
  type Rng,
} from '@sluice/model'

export interface DeliveryHistoryOptions {
  readonly changes: number
  /** The same seed gives the same history. Defaults to 1. */
  readonly seed?: number
  /** Defaults to `github.com/acme/shop`. */
  readonly repository?: RepositoryName
  /** When the first change is opened. Defaults to 2025-01-01. */
  readonly from?: Instant
  /** Between the openings of two changes. Defaults to an hour. */
  readonly spacing?: number
}

/**
 * The events of a made-up team, about 40 for each change: requests with their commits, reviews and CI runs of several
 * jobs, a deployment for every tenth change, and an incident after one deployment in thirty. Times follow one another
 * as they would, and events come in the order in which a forge would tell them.
 */
export function* deliveryHistory(options: DeliveryHistoryOptions): Generator<DeliveryEvent> {
  const { changes, seed = 1, spacing = hour, from = instant(Date.UTC(2025, 0, 1)) } = options
  const team: Team = {
    repository: options.repository ?? repositoryName('github.com/acme/shop'),
    random: seededRng(seed),
  }
  let shipped: ChangeId[] = []
  for (let number = 1; number <= changes; number += 1) {
    const openedAt = shift(from, number * spacing)
    const { id, mergedAt, mergeRevision, events } = changeStory(team, number, openedAt)
    yield* events
    if (mergedAt === undefined || mergeRevision === undefined) continue
    shipped.push(id)
    if (shipped.length < 10) continue
    yield* deploymentStory(team, { number, at: shift(mergedAt, hour), head: mergeRevision, changes: shipped })
    shipped = []
  }
}

/** Gathers what follows one another into lists of a size; the last one may be shorter. */
export function* inBatches<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

interface Team {
  readonly repository: RepositoryName
  readonly random: Rng
}

interface ChangeStory {
  readonly id: ChangeId
  readonly mergedAt: Instant | undefined
  readonly mergeRevision: Revision | undefined
  readonly events: readonly DeliveryEvent[]
}

function changeStory(team: Team, number: number, openedAt: Instant): ChangeStory {
  const { repository, random } = team
  const id = changeId(`${repository}#${number}`)
  const author = person(random)
  const rounds = 1 + Math.floor(random() * 3)
  const isMerged = random() < 0.92
  const snapshot: ForgeChange = {
    id,
    number,
    title: `Change the thing number ${number}`,
    url: `https://${repository}/pull/${number}`,
    author,
    state: 'open',
    isDraft: false,
    openedAt,
    headBranch: `topic/${number}`,
    baseBranch: 'main',
    labels: random() < 0.3 ? ['enhancement'] : [],
    addedLines: Math.floor(random() * 400),
    deletedLines: Math.floor(random() * 100),
  }
  const events: DeliveryEvent[] = []
  const tell = teller(team, events)

  function happen(kind: ChangeEventKind, at: Instant, actor: Actor, head: Revision): void {
    tell(`${number}:${kind}`, at, {
      kind: 'change-event',
      event: { change: id, kind, at, actor, isAuthor: actor === author, revision: head },
    })
  }

  let at = openedAt
  let head = commitOf(random)
  const commits: Revision[] = []
  happen('opened', at, author, head)
  for (let round = 0; round < rounds; round += 1) {
    head = commitOf(random)
    commits.push(head)
    happen('pushed', at, author, head)
    tell(`pull:${number}`, at, { kind: 'change', change: { ...snapshot, headRevision: head } })
    tell(`pull:${number}:commits`, at, {
      kind: 'change-commits',
      change: id,
      commits: commits.map((commit, place) => ({
        revision: commit,
        author: { name: author.name, email: `${author.name}@example.com` },
        committer: { name: author.name, email: `${author.name}@example.com` },
        authoredAt: shift(openedAt, -1 * hour * (place + 1)),
        committedAt: shift(openedAt, -1 * hour * (place + 1)),
        message: `Step ${place} of ${number}`,
      })),
      authorship: { authorClass: 'unmarked', marks: [], canCarryMarks: true },
    })
    for (const pipeline of ['build', 'lint']) {
      runStory(team, tell, { id, pipeline, number, round, head, at, isLast: round === rounds - 1 })
    }
    at = shift(at, between(random, hour, day))
    happen(round === rounds - 1 ? 'approved' : 'changes-requested', at, person(random), head)
    at = shift(at, between(random, minute, 4 * hour))
  }

  const mergeRevision = isMerged ? commitOf(random) : undefined
  happen(isMerged ? 'merged' : 'closed', at, author, head)
  tell(`pull:${number}`, shift(at, 1), {
    kind: 'change',
    change: {
      ...snapshot,
      headRevision: head,
      state: isMerged ? 'merged' : 'closed',
      closedAt: at,
      ...(mergeRevision === undefined ? {} : { mergedAt: at, mergeRevision }),
    },
  })
  return { id, mergedAt: isMerged ? at : undefined, mergeRevision, events }
}

function runStory(
  { random }: Team,
  tell: Tell,
  run: {
    readonly id: ChangeId
    readonly pipeline: string
    readonly number: number
    readonly round: number
    readonly head: Revision
    readonly at: Instant
    readonly isLast: boolean
  },
): void {
  const nativeId = `${run.number}-${run.pipeline}-${run.round}`
  const id = ciRunId(`github:${nativeId}:1`)
  const startedAt = shift(run.at, between(random, minute, 10 * minute))
  const finishedAt = shift(startedAt, between(random, minute, 30 * minute))
  const outcome = run.isLast || random() < 0.7 ? 'succeeded' : 'failed'
  const shape = {
    id,
    nativeId,
    attempt: 1,
    pipeline: run.pipeline,
    trigger: 'change',
    revision: run.head,
    changes: random() < 0.5 ? [run.id] : [],
    createdAt: run.at,
  } as const
  tell(`run:${nativeId}`, run.at, { kind: 'ci-run', run: shape })
  for (const name of ['unit', 'e2e']) {
    tell(`job:${nativeId}:${name}`, finishedAt, {
      kind: 'ci-job',
      job: {
        id: ciJobId(`github:${nativeId}:${name}`),
        run: id,
        attempt: 1,
        name,
        revision: run.head,
        queuedAt: run.at,
        startedAt,
        finishedAt,
        outcome,
        labels: ['ubuntu-latest'],
      },
    })
  }
  tell(`run:${nativeId}`, finishedAt, { kind: 'ci-run', run: { ...shape, startedAt, finishedAt, outcome } })
}

function* deploymentStory(
  team: Team,
  deployed: {
    readonly number: number
    readonly at: Instant
    readonly head: Revision
    readonly changes: readonly ChangeId[]
  },
): Generator<DeliveryEvent> {
  const { random } = team
  const id = deploymentId(`github:${team.repository}:${deployed.number}`)
  const service = serviceId('shop')
  const events: DeliveryEvent[] = []
  const tell = teller(team, events)
  tell(`deployment:${deployed.number}`, deployed.at, {
    kind: 'deployment',
    deployment: {
      id,
      service,
      environment: 'production',
      isProduction: true,
      revision: deployed.head,
      name: `v${deployed.number}`,
      createdAt: deployed.at,
    },
  })
  const states: readonly DeploymentState[] = ['waiting', 'running', random() < 0.95 ? 'succeeded' : 'failed']
  let at = deployed.at
  for (const state of states) {
    at = shift(at, between(random, minute, hour))
    tell(`deployment:${deployed.number}:${state}`, at, {
      kind: 'deployment-event',
      event: { deployment: id, state, at },
    })
  }
  tell(`deployment:${deployed.number}:changes`, at, {
    kind: 'deployment-changes',
    link: { deployment: id, how: 'listed', changes: deployed.changes, revisions: [] },
  })
  if (random() < 1 / 30) {
    const incident = incidentId(`github:incident:${deployed.number}`)
    const openedAt = shift(at, between(random, minute, hour))
    const resolvedAt = shift(openedAt, between(random, minute, 5 * hour))
    tell(`incident:${deployed.number}`, resolvedAt, {
      kind: 'incident',
      incident: { id: incident, service, title: 'Checkout fails', openedAt, resolvedAt, deployment: id },
    })
    tell(`incident:${deployed.number}:failure`, resolvedAt, {
      kind: 'failure',
      evidence: { deployment: id, rung: 'incident', incident, knownAt: openedAt },
    })
  }
  yield* events
}

/** Everything of an event but its header. */
type Told = DeliveryEvent extends infer TEvent
  ? TEvent extends DeliveryEvent
    ? Omit<TEvent, 'id' | 'source' | 'repository' | 'at'>
    : never
  : never
type Tell = (what: string, at: Instant, told: Told) => void

function teller({ repository }: Team, events: DeliveryEvent[]): Tell {
  return (what, at, told) => {
    events.push({
      id: eventId(`github:${repository}:${what}@${at}`),
      source: 'github',
      repository,
      at,
      ...told,
    })
  }
}

function person(random: Rng): Actor {
  return { name: `person-${Math.floor(random() * 40)}`, kind: 'person' }
}

function commitOf(random: Rng): Revision {
  const parts = Array.from({ length: 5 }, () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0'),
  )
  return revision(parts.join(''))
}

function between(random: Rng, least: number, most: number): number {
  return Math.floor(least + random() * (most - least))
}
