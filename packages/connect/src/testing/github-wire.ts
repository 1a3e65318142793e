import type { components } from '@octokit/openapi-types'
import { momentText } from '../kit/moment.ts'
import type {
  HistoryDeployment,
  HistoryEvent,
  HistoryIncident,
  HistoryPull,
  HistoryRun,
  HistoryUser,
} from './forge-history.ts'

// The fields of GitHub's answers that matter here, in the types that GitHub publishes, plus some that nobody reads.

type Schemas = components['schemas']
type WirePull = Pick<
  Schemas['pull-request-simple'],
  | 'id'
  | 'number'
  | 'state'
  | 'title'
  | 'body'
  | 'html_url'
  | 'created_at'
  | 'updated_at'
  | 'closed_at'
  | 'merged_at'
  | 'merge_commit_sha'
  | 'locked'
> & { draft: boolean; user: WireUser; head: WireBranch; base: WireBranch; labels: { name: string }[] }
type WireUser = Pick<Schemas['simple-user'], 'login' | 'id' | 'type' | 'site_admin'>
type WireBranch = Pick<Schemas['pull-request-simple']['head'], 'ref' | 'sha' | 'label'>
type WireRun = Pick<
  Schemas['workflow-run'],
  | 'id'
  | 'name'
  | 'path'
  | 'event'
  | 'status'
  | 'conclusion'
  | 'head_sha'
  | 'head_branch'
  | 'run_attempt'
  | 'run_number'
  | 'created_at'
  | 'run_started_at'
  | 'updated_at'
  | 'html_url'
> & { pull_requests: { number: number }[] }
type WireJob = Pick<
  Schemas['job'],
  | 'id'
  | 'run_id'
  | 'run_attempt'
  | 'name'
  | 'head_sha'
  | 'status'
  | 'conclusion'
  | 'created_at'
  | 'started_at'
  | 'completed_at'
  | 'labels'
  | 'runner_id'
>
type WireDeployment = Pick<
  Schemas['deployment'],
  | 'id'
  | 'sha'
  | 'ref'
  | 'task'
  | 'environment'
  | 'created_at'
  | 'updated_at'
  | 'production_environment'
  | 'transient_environment'
>
type WireStatus = Pick<
  Schemas['deployment-status'],
  'id' | 'state' | 'created_at' | 'updated_at' | 'description'
>
type WireIssue = Pick<
  Schemas['issue'],
  'number' | 'title' | 'state' | 'created_at' | 'updated_at' | 'closed_at' | 'html_url'
> & {
  labels: { name: string }[]
}
type WireCommitted = Pick<
  Schemas['timeline-committed-event'],
  'event' | 'sha' | 'author' | 'committer' | 'message'
>

export function wirePull(pull: HistoryPull): WirePull {
  return {
    id: 1_000_000 + pull.number,
    number: pull.number,
    state: pull.closedAt === undefined ? 'open' : 'closed',
    locked: false,
    title: pull.title,
    body: `What change ${pull.number} does.`,
    html_url: `https://github.com/acme/shop/pull/${pull.number}`,
    user: wireUser(pull.author),
    draft: pull.isDraft,
    created_at: momentText(pull.openedAt),
    updated_at: momentText(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : momentText(pull.closedAt),
    merged_at: pull.mergedAt === undefined ? null : momentText(pull.mergedAt),
    merge_commit_sha: pull.mergeSha ?? null,
    head: { ref: pull.branch, sha: pull.headSha, label: `acme:${pull.branch}` },
    base: { ref: 'main', sha: 'b'.repeat(40), label: 'acme:main' },
    labels: pull.labels.map((name) => ({ name })),
  }
}

/** Commits first and then what happened, as one list. */
export function wireTimeline(pull: HistoryPull): readonly object[] {
  const commits = pull.commits.map(({ sha, at, message }): WireCommitted => {
    const by = { name: pull.author.login, email: `${pull.author.login}@example.com`, date: momentText(at) }
    return { event: 'committed', sha, author: by, committer: by, message }
  })
  return [...commits, ...pull.events.map(wireEvent)]
}

export function wirePullCommits(pull: HistoryPull): readonly object[] {
  return pull.commits.map(({ sha, at, message }) => {
    const by = { name: pull.author.login, email: `${pull.author.login}@example.com`, date: momentText(at) }
    return { sha, commit: { author: by, committer: by, message }, author: wireUser(pull.author) }
  })
}

/** The attempt with this number, as `/actions/runs` shows the last one. */
export function wireRun(run: HistoryRun, attempt: number, now: number): WireRun | undefined {
  const shown = run.attempts[attempt - 1]
  if (shown === undefined) return undefined
  const isOver = shown.finishedAt <= now
  return {
    id: run.id,
    name: 'CI',
    path: '.github/workflows/ci.yml',
    event: run.event,
    status: isOver ? 'completed' : 'in_progress',
    conclusion: isOver ? (shown.hasPassed ? 'success' : 'failure') : null,
    head_sha: run.sha,
    head_branch: run.branch,
    run_attempt: attempt,
    run_number: run.id,
    // That of the first attempt, as on GitHub.
    created_at: momentText(run.createdAt),
    run_started_at: momentText(shown.askedAt),
    updated_at: momentText(isOver ? shown.finishedAt : shown.startedAt),
    html_url: `https://github.com/acme/shop/actions/runs/${run.id}`,
    pull_requests: [],
  }
}

export function wireJobs(run: HistoryRun, which: 'all' | 'latest', now: number): readonly WireJob[] {
  return run.attempts.flatMap((attempt, place): WireJob[] => {
    if (which === 'latest' && place + 1 < run.attempts.length) return []
    return ['build', 'test'].map((name, job): WireJob => {
      const isOver = attempt.finishedAt <= now
      return {
        id: run.id * 100 + place * 10 + job,
        run_id: run.id,
        run_attempt: place + 1,
        name,
        head_sha: run.sha,
        status: isOver ? 'completed' : 'in_progress',
        conclusion: isOver ? (attempt.hasPassed || job === 0 ? 'success' : 'failure') : null,
        created_at: momentText(attempt.askedAt),
        started_at: momentText(attempt.startedAt),
        completed_at: isOver ? momentText(attempt.finishedAt) : null,
        labels: ['ubuntu-latest'],
        runner_id: 7,
      }
    })
  })
}

export function wireDeployment(deployment: HistoryDeployment): WireDeployment {
  const { id, sha, environment, createdAt, steps } = deployment
  return {
    id,
    sha,
    ref: 'main',
    task: 'deploy',
    environment,
    created_at: momentText(createdAt),
    updated_at: momentText(steps.at(-1)?.at ?? createdAt),
    production_environment: environment === 'production',
    transient_environment: false,
  }
}

/** The newest first, as GitHub lists them. */
export function wireStatuses({ steps }: HistoryDeployment): readonly WireStatus[] {
  return steps
    .map(({ id, state, at }): WireStatus => ({
      id,
      // The states of the history are GitHub's own.
      state: state as WireStatus['state'],
      created_at: momentText(at),
      updated_at: momentText(at),
      description: '',
    }))
    .toReversed()
}

export function wireIncident(incident: HistoryIncident): WireIssue {
  return {
    number: incident.number,
    title: incident.title,
    state: incident.closedAt === undefined ? 'open' : 'closed',
    created_at: momentText(incident.openedAt),
    updated_at: momentText(incident.updatedAt),
    closed_at: incident.closedAt === undefined ? null : momentText(incident.closedAt),
    html_url: `https://github.com/acme/shop/issues/${incident.number}`,
    labels: [{ name: 'incident' }, { name: 'sev2' }],
  }
}

function wireEvent(event: HistoryEvent): object {
  const { id, at, user, sha, reviewer } = event
  const base = { id, actor: wireUser(user), created_at: momentText(at) }
  const review = {
    event: 'reviewed',
    id,
    user: wireUser(user),
    submitted_at: momentText(at),
    commit_id: sha,
    body: null,
  }
  switch (event.kind) {
    case 'readied':
      return { ...base, event: 'ready_for_review' }
    case 'requested':
      return { ...base, event: 'review_requested', requested_reviewer: wireUser(reviewer ?? user) }
    case 'approved':
      return { ...review, state: 'approved' }
    case 'changes-requested':
      return { ...review, state: 'changes_requested' }
    case 'reviewed':
      return { ...review, state: 'commented' }
    case 'commented':
      return { ...base, event: 'commented', user: wireUser(user), body: 'Done.', updated_at: momentText(at) }
    case 'force-pushed':
      return { ...base, event: 'head_ref_force_pushed', commit_id: sha }
    case 'enqueued':
      return { ...base, event: 'added_to_merge_queue' }
    case 'dequeued':
      return { ...base, event: 'removed_from_merge_queue' }
    case 'merged':
      return { ...base, event: 'merged', commit_id: null }
    case 'closed':
      return { ...base, event: 'closed', commit_id: null }
  }
}

export function wireUser({ login, type }: HistoryUser): WireUser {
  return { login, id: login.length, type, site_admin: false }
}
