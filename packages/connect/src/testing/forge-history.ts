import { createHash } from 'node:crypto'
import { hour, instant, minute, seededRng, type Instant, type Rng } from '@sluice/model'

/**
 * The made-up past of a repository, the same for the same seed. Every pull, run and deployment is made when it is
 * asked for, so that a history of 100,000 pulls costs little. With more pulls the same world is seen later: what
 * was there before is still there, further on its way.
 */
export interface ForgeHistory {
  readonly now: Instant
  readonly startsAt: Instant
  readonly pullCount: number
  /** Numbers of all pulls, the last touched first. */
  readonly pullsByUpdate: readonly number[]
  /** Pull 1 is the first; undefined for a number that was never given. */
  readonly pull: (number: number) => HistoryPull | undefined
  /** Every run, the newest first. */
  readonly runs: readonly HistoryRunReference[]
  readonly run: (id: number) => HistoryRun | undefined
  /** The newest first. */
  readonly deployments: readonly HistoryDeployment[]
  /** The last touched first. */
  readonly incidents: readonly HistoryIncident[]
}

export interface HistoryPull {
  readonly number: number
  readonly title: string
  readonly author: HistoryUser
  readonly openedAt: Instant
  readonly updatedAt: Instant
  readonly isDraft: boolean
  readonly mergedAt?: Instant
  readonly closedAt?: Instant
  readonly mergeSha?: string
  readonly headSha: string
  readonly branch: string
  readonly labels: readonly string[]
  readonly commits: readonly HistoryCommit[]
  /** Oldest first; commits are not among them. */
  readonly events: readonly HistoryEvent[]
  readonly runs: readonly HistoryRun[]
}

export interface HistoryUser {
  readonly login: string
  readonly type: 'User' | 'Bot'
}

export interface HistoryCommit {
  readonly sha: string
  readonly at: Instant
  readonly message: string
}

export interface HistoryEvent {
  readonly id: number
  readonly at: Instant
  readonly user: HistoryUser
  readonly kind:
    | 'readied'
    | 'requested'
    | 'approved'
    | 'changes-requested'
    | 'reviewed'
    | 'commented'
    | 'force-pushed'
    | 'enqueued'
    | 'dequeued'
    | 'merged'
    | 'closed'
  /** Who is asked, for `requested`. */
  readonly reviewer?: HistoryUser
  /** Head of the pull, for reviews and force-pushes. */
  readonly sha?: string
}

export interface HistoryRun {
  readonly id: number
  readonly pull: number
  readonly event: 'pull_request' | 'merge_group' | 'push'
  readonly branch: string
  readonly sha: string
  readonly createdAt: Instant
  /** Attempts so far, the first one first. */
  readonly attempts: readonly HistoryAttempt[]
}

export interface HistoryAttempt {
  readonly askedAt: Instant
  readonly startedAt: Instant
  readonly finishedAt: Instant
  readonly hasPassed: boolean
}

export interface HistoryRunReference {
  readonly id: number
  readonly createdAt: Instant
}

export interface HistoryDeployment {
  readonly id: number
  readonly environment: 'production' | 'staging'
  readonly sha: string
  readonly createdAt: Instant
  readonly steps: readonly { readonly id: number; readonly state: string; readonly at: Instant }[]
}

export interface HistoryIncident {
  readonly number: number
  readonly title: string
  readonly openedAt: Instant
  readonly closedAt?: Instant
  readonly updatedAt: Instant
}

export interface ForgeHistoryOptions {
  readonly seed: number
  readonly pulls: number
  /** Defaults to 2026-01-05T08:00:00Z. */
  readonly startsAt?: Instant
}

export function generateForgeHistory({
  seed,
  pulls,
  startsAt = defaultStart,
}: ForgeHistoryOptions): ForgeHistory {
  const now = instant(startsAt + pulls * interval)
  const makePull = (number: number): HistoryPull => pullOf({ seed, number, startsAt, now })
  const updates: (readonly [number, Instant])[] = []
  const runs: HistoryRunReference[] = []
  const merges: { readonly at: Instant; readonly sha: string }[] = []
  for (let number = 1; number <= pulls; number += 1) {
    const pull = makePull(number)
    updates.push([number, pull.updatedAt])
    runs.push(...pull.runs.map(({ id, createdAt }) => ({ id, createdAt })))
    if (pull.mergedAt !== undefined && pull.mergeSha !== undefined)
      merges.push({ at: pull.mergedAt, sha: pull.mergeSha })
  }
  const deployments = deploymentsOf({ seed, startsAt, now, merges: merges.toSorted((a, b) => a.at - b.at) })
  return {
    now,
    startsAt,
    pullCount: pulls,
    pullsByUpdate: updates.toSorted((a, b) => b[1] - a[1] || b[0] - a[0]).map(([number]) => number),
    pull: (number) => (number >= 1 && number <= pulls ? makePull(number) : undefined),
    runs: runs.toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id),
    run: (id) => {
      const number = Math.floor(id / 100)
      return number >= 1 && number <= pulls ? makePull(number).runs.find((run) => run.id === id) : undefined
    },
    deployments,
    incidents: incidentsOf(deployments, pulls, now),
  }
}

export const historyOwner = 'acme'
export const historyName = 'shop'

const defaultStart = instant(Date.UTC(2026, 0, 5, 8))
/** Between the openings of two pulls. */
const interval = 2 * hour
const people: readonly HistoryUser[] = ['ada', 'grace', 'linus', 'margaret', 'barbara', 'ken', 'dennis'].map(
  (login) => ({
    login,
    type: 'User',
  }),
)
const dependabot: HistoryUser = { login: 'dependabot[bot]', type: 'Bot' }
const aiReviewer: HistoryUser = { login: 'coderabbitai[bot]', type: 'Bot' }
const queueBot: HistoryUser = { login: 'github-merge-queue[bot]', type: 'Bot' }

interface PullOptions {
  readonly seed: number
  readonly number: number
  readonly startsAt: Instant
  readonly now: Instant
}

function pullOf({ seed, number, startsAt, now }: PullOptions): HistoryPull {
  const rng = seededRng(seed * 1_000_003 + number)
  const sha = (what: string): string => createHash('sha1').update(`${seed}:${number}:${what}`).digest('hex')
  const after = (at: Instant, least: number, most: number): Instant =>
    instant(Math.floor((at + least + rng() * (most - least)) / 1_000) * 1_000)
  const labels = rng() < 0.3 ? ['enhancement'] : []
  const author = rng() < 0.12 ? dependabot : pick(people, rng)
  const reviewer = pick(
    people.filter(({ login }) => login !== author.login),
    rng,
  )
  const openedAt = after(instant(startsAt + (number - 1) * interval), 0, interval)
  const branch = `${author.type === 'Bot' ? 'dependabot' : author.login}/change-${number}`
  const events: Omit<HistoryEvent, 'id'>[] = []
  const heads: { readonly at: Instant; readonly sha: string }[] = [{ at: openedAt, sha: sha('head-0') }]
  const commits: HistoryCommit[] = [
    { sha: sha('first'), at: after(openedAt, -40 * hour, -10 * minute), message: `Begin change ${number}` },
    { sha: sha('head-0'), at: after(openedAt, -10 * minute, -60_000), message: messageOf(number, rng) },
  ]

  const wasDraft = rng() < 0.2
  const readyAt = wasDraft ? after(openedAt, hour, 20 * hour) : openedAt
  if (wasDraft) events.push({ kind: 'readied', at: readyAt, user: author })
  events.push({ kind: 'requested', at: after(readyAt, minute, 2 * minute), user: author, reviewer })
  if (rng() < 0.4)
    events.push({
      kind: 'reviewed',
      at: after(readyAt, 2 * minute, 8 * minute),
      user: aiReviewer,
      sha: sha('head-0'),
    })

  let reviewedAt = after(readyAt, hour, 30 * hour)
  if (rng() < 0.4) {
    events.push({ kind: 'changes-requested', at: reviewedAt, user: reviewer, sha: sha('head-0') })
    events.push({ kind: 'commented', at: after(reviewedAt, 10 * minute, hour), user: author })
    const pushedAt = after(reviewedAt, hour, 20 * hour)
    heads.push({ at: pushedAt, sha: sha('head-1') })
    commits.push({
      sha: sha('head-1'),
      at: after(pushedAt, -5 * minute, -60_000),
      message: `Answer the review of ${number}`,
    })
    if (rng() < 0.25) events.push({ kind: 'force-pushed', at: pushedAt, user: author, sha: sha('head-1') })
    reviewedAt = after(pushedAt, hour, 20 * hour)
  }
  events.push({ kind: 'approved', at: reviewedAt, user: reviewer, sha: heads.at(-1)?.sha ?? '' })

  const fate = rng()
  const endedAt = after(reviewedAt, 5 * minute, 6 * hour)
  const isQueued = fate < 0.9 && rng() < 0.3
  const queuedAt = instant(endedAt - 20 * minute)
  if (isQueued)
    events.push(
      { kind: 'enqueued', at: queuedAt, user: author },
      { kind: 'dequeued', at: endedAt, user: queueBot },
    )
  if (fate < 0.9) events.push({ kind: 'merged', at: endedAt, user: isQueued ? queueBot : author })
  if (fate < 0.97) events.push({ kind: 'closed', at: endedAt, user: author })

  const seen = events
    .map((event, place): HistoryEvent => ({ ...event, id: number * 100 + place }))
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at)
  const seenCommits = commits.filter(({ at }) => at <= now)
  const isEnded = endedAt <= now && fate < 0.97
  const isMerged = isEnded && fate < 0.9
  const runs = runsOf(
    [
      ...heads.map(({ at, sha: head }) => ({ at, sha: head, event: 'pull_request' as const, branch })),
      ...(isQueued
        ? [
            {
              at: queuedAt,
              sha: sha('queue'),
              event: 'merge_group' as const,
              branch: `gh-readonly-queue/main/pr-${number}-${sha('base')}`,
            },
          ]
        : []),
      ...(isMerged ? [{ at: endedAt, sha: sha('merge'), event: 'push' as const, branch: 'main' }] : []),
    ],
    number,
    rng,
    now,
  )
  return {
    number,
    title: titleOf(number, author),
    author,
    openedAt,
    updatedAt: instant(
      Math.max(openedAt, ...seen.map(({ at }) => at), ...heads.map(({ at }) => at).filter((at) => at <= now)),
    ),
    isDraft: wasDraft && readyAt > now,
    headSha: heads.filter(({ at }) => at <= now).at(-1)?.sha ?? sha('head-0'),
    branch,
    labels,
    commits: seenCommits,
    events: seen,
    runs,
    ...(isEnded ? { closedAt: endedAt } : {}),
    ...(isMerged ? { mergedAt: endedAt, mergeSha: sha('merge') } : {}),
  }
}

interface Push {
  readonly at: Instant
  readonly sha: string
  readonly event: HistoryRun['event']
  readonly branch: string
}

function runsOf(pushes: readonly Push[], pull: number, rng: Rng, now: Instant): readonly HistoryRun[] {
  return pushes
    .map(({ at, sha, event, branch }, place): HistoryRun => {
      const createdAt = instant(at + 2_000)
      const first = attemptAt(createdAt, rng, rng() < 0.85)
      const again = attemptAt(instant(first.finishedAt + 15 * minute), rng, true)
      const attempts = first.hasPassed || rng() < 0.4 ? [first] : [first, again]
      return {
        id: pull * 100 + place,
        pull,
        event,
        branch,
        sha,
        createdAt,
        attempts: attempts.filter(({ askedAt }) => askedAt <= now),
      }
    })
    .filter(({ createdAt }) => createdAt <= now)
}

function attemptAt(askedAt: Instant, rng: Rng, hasPassed: boolean): HistoryAttempt {
  const startedAt = instant(askedAt + 5_000 + Math.floor(rng() * 300) * 1_000)
  return {
    askedAt,
    startedAt,
    finishedAt: instant(startedAt + 60_000 + Math.floor(rng() * 1_200) * 1_000),
    hasPassed,
  }
}

interface DeploymentOptions {
  readonly seed: number
  readonly startsAt: Instant
  readonly now: Instant
  /** Oldest first. */
  readonly merges: readonly { readonly at: Instant; readonly sha: string }[]
}

/** Whatever was merged is taken to staging and then, after an approval, to production, every twelve hours. */
function deploymentsOf({ seed, startsAt, now, merges }: DeploymentOptions): readonly HistoryDeployment[] {
  const deployments: HistoryDeployment[] = []
  let merged = 0
  let deployed = 0
  for (let at = startsAt + 12 * hour, place = 1; at <= now; at += 12 * hour, place += 1) {
    while ((merges[merged]?.at ?? now + 1) <= at) merged += 1
    const sha = merges[merged - 1]?.sha
    if (sha === undefined || merged === deployed) continue
    deployed = merged
    const rng = seededRng(seed * 7_000_003 + place)
    const step = (state: string, afterMs: number, number: number): HistoryDeployment['steps'][number] => ({
      id: place * 100 + number,
      state,
      at: instant(at + Math.floor(afterMs / 1_000) * 1_000),
    })
    const approval = (0.2 + rng() * 5) * hour
    const end = rng() < 0.1 ? 'failure' : 'success'
    const candidates: readonly HistoryDeployment[] = [
      {
        id: place * 10,
        environment: 'staging',
        sha,
        createdAt: instant(at),
        steps: [step('in_progress', minute, 1), step('success', 4 * minute, 2)],
      },
      {
        id: place * 10 + 1,
        environment: 'production',
        sha,
        createdAt: instant(at + 5 * minute),
        steps: [
          step('waiting', 5 * minute, 3),
          step('queued', 5 * minute + approval, 4),
          step('in_progress', 6 * minute + approval, 5),
          step(end, 12 * minute + approval, 6),
        ],
      },
    ]
    for (const one of candidates) {
      if (one.createdAt <= now)
        deployments.push({ ...one, steps: one.steps.filter((taken) => taken.at <= now) })
    }
  }
  return deployments.toReversed()
}

/** Some time after a failed deployment users complain, and a few hours later it is over. */
function incidentsOf(
  deployments: readonly HistoryDeployment[],
  pulls: number,
  now: Instant,
): readonly HistoryIncident[] {
  return deployments
    .flatMap(({ id, steps }): readonly HistoryIncident[] => {
      const failed = steps.find(({ state }) => state === 'failure')
      if (failed === undefined || failed.at + 10 * minute > now) return []
      const openedAt = instant(failed.at + 10 * minute)
      const end = instant(openedAt + 3 * hour)
      return [
        {
          number: pulls * 10 + id,
          title: 'Orders cannot be paid',
          openedAt,
          updatedAt: end <= now ? end : openedAt,
          ...(end <= now ? { closedAt: end } : {}),
        },
      ]
    })
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
}

function pick<T>(from: readonly T[], rng: Rng): T {
  const one = from[Math.floor(rng() * from.length)]
  if (one === undefined) throw new RangeError('Nothing to pick from.')
  return one
}

function titleOf(number: number, author: HistoryUser): string {
  return author.type === 'Bot'
    ? `Bump library ${number % 17} to ${number}`
    : `Let customers do thing ${number}`
}

function messageOf(number: number, rng: Rng): string {
  const text = `Let customers do thing ${number}`
  return rng() < 0.3 ? `${text}\n\nCo-Authored-By: Claude <noreply@anthropic.com>` : text
}
