import {
  changeId,
  deploymentId,
  instant,
  revision,
  wholeRepository,
  type Actor,
  type Change,
  type ChangeEvent,
  type ChangeEventKind,
  type ChangeId,
  type Deployment,
  type DeploymentChange,
  type FailureLink,
  type Instant,
} from '@sluice/model'
import type {
  AbandonedChange,
  ChangeCiRun,
  FlowFacts,
  FlowOptions,
  ForgeFacts,
  OpenChange,
} from '../analysis.ts'

/** Collects facts one by one; every call returns what it added. */
export interface FactsBuilder {
  readonly facts: () => FlowFacts
  readonly change: (change: Partial<Change> & { readonly mergedAt: Instant }) => Change
  readonly deployment: (
    deployment: Partial<Deployment> & { readonly finishedAt: Instant },
    ships?: readonly Change[],
  ) => Deployment
  readonly failure: (failure: Omit<FailureLink, 'rung'> & Partial<FailureLink>) => FailureLink
  /** Something that happened to a change, by its author where only the author can, else by a reviewer. */
  readonly event: (
    change: { readonly id: ChangeId },
    kind: ChangeEventKind,
    at: Instant,
    partial?: Partial<ChangeEvent>,
  ) => ChangeEvent
  readonly ciRun: (
    change: { readonly id: ChangeId },
    run: Partial<ChangeCiRun> & { readonly createdAt: Instant },
  ) => ChangeCiRun
  readonly open: (change: Partial<OpenChange> & { readonly openedAt: Instant }) => OpenChange
  readonly abandoned: (change: AbandonedChange) => AbandonedChange
}

/** People and programs for events. */
export const author: Actor = { name: 'ada', kind: 'person' }
export const reviewer: Actor = { name: 'grace', kind: 'person' }
export const aiReviewer: Actor = { name: 'coderabbitai', kind: 'ai-reviewer' }
export const bot: Actor = { name: 'codecov', kind: 'bot' }

/** An empty collection of facts. Ids count up, so the same calls give the same facts. */
export function factsOf({ readUntil }: { readonly readUntil?: Instant } = {}): FactsBuilder {
  const changes: Change[] = []
  const deployments: Deployment[] = []
  const deploymentChanges: DeploymentChange[] = []
  const failures: FailureLink[] = []
  const events: ChangeEvent[] = []
  const ciRuns: ChangeCiRun[] = []
  const open: OpenChange[] = []
  const abandoned: AbandonedChange[] = []
  const forge = (): ForgeFacts | undefined =>
    events.length + ciRuns.length + open.length + abandoned.length === 0
      ? undefined
      : { events, open, ciRuns, abandoned, readUntil: readUntil ?? instant(Number.MAX_SAFE_INTEGER) }
  return {
    facts: () => {
      const told = forge()
      const facts = { changes, deployments, deploymentChanges, failures }
      return told === undefined ? facts : { ...facts, forge: told }
    },
    change: (partial) => {
      const change = aChange(changes.length, partial)
      changes.push(change)
      return change
    },
    deployment: (partial, ships = []) => {
      const deployment = aDeployment(deployments.length, partial)
      deployments.push(deployment)
      for (const { id } of ships)
        deploymentChanges.push({ deployment: deployment.id, change: id, how: 'reachable' })
      return deployment
    },
    failure: (partial) => {
      const failure = { rung: 'revert', ...partial } as const
      failures.push(failure)
      return failure
    },
    event: (change, kind, at, partial) => {
      const isAuthor = partial?.isAuthor ?? (partial?.actor === undefined && !isOfReviewers.has(kind))
      const event = { change: change.id, kind, at, actor: isAuthor ? author : reviewer, isAuthor, ...partial }
      events.push(event)
      return event
    },
    ciRun: (change, partial) => {
      const run: ChangeCiRun = {
        change: change.id,
        pipeline: 'test',
        attempt: 1,
        revision: revision(hash('c', 0)),
        trigger: 'change',
        ...(partial.finishedAt !== undefined && { outcome: 'succeeded' }),
        ...partial,
      }
      ciRuns.push(run)
      return run
    },
    open: (partial) => {
      const serial = open.length
      const change = {
        id: changeId(`forge#${serial}`),
        title: `Open change ${serial}`,
        startedAt: partial.openedAt,
        authorClass: 'unmarked',
        ...partial,
      } as const
      open.push(change)
      return change
    },
    abandoned: (change) => {
      abandoned.push(change)
      return change
    },
  }
}

const isOfReviewers: ReadonlySet<ChangeEventKind> = new Set([
  'approved',
  'changes-requested',
  'reviewed',
  'commented',
])

/** A change with everything filled in: one commit, nothing known before its merge, no mark. */
export function aChange(serial: number, partial: Partial<Change> & { readonly mergedAt: Instant }): Change {
  const sha = hash('a', serial)
  return {
    id: changeId(`git:${sha}`),
    revision: revision(sha),
    title: `Change ${serial}`,
    startedAt: partial.mergedAt,
    start: 'merged',
    shape: 'single',
    commits: 1,
    type: 'other',
    authorClass: 'unmarked',
    marks: [],
    ...partial,
  }
}

/** A deployment of the whole repository, by an annotated tag, on a revision of its own. */
export function aDeployment(
  serial: number,
  partial: Partial<Deployment> & { readonly finishedAt: Instant },
): Deployment {
  return {
    id: deploymentId(`git::v${serial}`),
    service: wholeRepository,
    revision: revision(hash('d', serial)),
    name: `v${serial}`,
    source: 'tag',
    timing: 'tagged',
    isBaseline: false,
    ...partial,
  }
}

/** Options for a window, with every default. */
export function optionsFor(since: string, until: string, partial: Partial<FlowOptions> = {}): FlowOptions {
  return {
    window: { since: instant(Date.parse(since)), until: instant(Date.parse(until)) },
    seed: 1,
    confidence: 0.95,
    clusters: false,
    calendar: 'elapsed',
    ...partial,
  }
}

/** The instant of an ISO date or date and time in UTC. */
export function at(iso: string): Instant {
  return instant(Date.parse(iso.includes('T') ? iso : `${iso}T00:00:00Z`))
}

function hash(prefix: string, serial: number): string {
  return prefix + serial.toString(16).padStart(39, '0')
}
