import { createHash } from 'node:crypto'

/** A made-up project as GitLab's API would tell it: each list holds objects as they stand on the wire. */
export interface GitlabHistory {
  readonly project: WireObject
  /** By number. */
  readonly mergeRequests: ReadonlyMap<number, GitlabHistoryRequest>
  /** By number. */
  readonly pipelines: ReadonlyMap<
    number,
    { readonly pipeline: WireObject; readonly jobs: readonly WireObject[] }
  >
  readonly environments: readonly WireObject[]
  /** The list leaves the approvals out. */
  readonly deployments: ReadonlyMap<number, WireObject>
  readonly issues: readonly WireObject[]
}

export type WireObject = Readonly<Record<string, unknown>>

export interface GitlabHistoryRequest {
  readonly request: WireObject
  readonly notes: readonly WireObject[]
  readonly versions: readonly WireObject[]
  /** Newest first. */
  readonly commits: readonly WireObject[]
  readonly approvals: WireObject
}

/** How a merge request reached its target. */
const shapes = ['merge', 'squash-merge', 'squash', 'fast-forward'] as const

/**
 * A project of so many merge requests, one an hour: two pushes each with a rebase between them, a review, a pipeline
 * whose test is run again an hour after it failed, a merge in each of the shapes in turn, and a deployment behind an
 * approval. Every tenth is a draft that is still open. The first has more notes than a page holds.
 */
export function gitlabHistory({ requests }: { readonly requests: number }): GitlabHistory {
  const numbers = Array.from({ length: requests }, (_, place) => place + 1)
  return {
    project: {
      id: 7,
      path_with_namespace: 'acme/shop',
      web_url: 'https://gitlab.example/acme/shop',
      default_branch: 'main',
    },
    mergeRequests: new Map(numbers.map((number) => [number, historyRequest(number)])),
    pipelines: new Map(numbers.map((number) => [1_000 + number, historyPipeline(number)])),
    environments: [
      { id: 1, name: 'review', slug: 'review', tier: 'development' },
      { id: 2, name: 'eu', slug: 'eu', tier: 'production' },
    ],
    deployments: new Map(
      numbers.filter((number) => !isOpen(number)).map((number) => [number, historyDeployment(number)]),
    ),
    issues: numbers.filter((number) => number % 3 === 0).map(historyIncident),
  }
}

/** A hash like those of git, the same for the same name. */
export function hashOf(name: string): string {
  return createHash('sha1').update(name).digest('hex')
}

/** Minutes after a merge request was opened, as the API writes it. */
export function wireTime(number: number, minutes: number): string {
  return new Date(Date.UTC(2026, 5, 1) + number * 3_600_000 + minutes * 60_000 + 123).toISOString()
}

const author = { id: 10, username: 'ada', name: 'Ada' }
const reviewer = { id: 11, username: 'grace', name: 'Grace' }
const duo = { id: 12, username: 'GitLabDuo', name: 'GitLab Duo' }

function isOpen(number: number): boolean {
  return number % 10 === 0
}

function historyRequest(number: number): GitlabHistoryRequest {
  const shape = shapes[number % shapes.length] ?? 'merge'
  const isSquashed = shape === 'squash' || shape === 'squash-merge'
  const hasMergeCommit = shape === 'merge' || shape === 'squash-merge'
  const isMerged = !isOpen(number)
  const isDraft = !isMerged
  const request = {
    id: 5_000 + number,
    iid: number,
    project_id: 7,
    title: `${isDraft ? 'Draft: ' : ''}Change ${number}`,
    description: 'Makes it better.',
    state: isMerged ? 'merged' : 'opened',
    web_url: `https://gitlab.example/acme/shop/-/merge_requests/${number}`,
    created_at: wireTime(number, 0),
    updated_at: wireTime(number, isMerged ? 150 : 20),
    merged_at: isMerged ? wireTime(number, 150) : null,
    merge_user: isMerged ? reviewer : null,
    closed_at: null,
    closed_by: null,
    author,
    draft: isDraft,
    source_branch: `change-${number}`,
    target_branch: 'main',
    sha: hashOf(`head ${number}`),
    merge_commit_sha: isMerged && hasMergeCommit ? hashOf(`merge ${number}`) : null,
    squash_commit_sha: isMerged && isSquashed ? hashOf(`squash ${number}`) : null,
    squash: isSquashed,
    labels: ['backend'],
  }
  const note = (
    place: number,
    minutes: number,
    who: object,
    body: string,
    rest: object = {},
  ): WireObject => ({
    id: number * 1_000 + place,
    type: null,
    body,
    author: who,
    created_at: wireTime(number, minutes),
    updated_at: wireTime(number, minutes),
    system: true,
    noteable_iid: number,
    ...rest,
  })
  const said = { system: false }
  const chatter = Array.from({ length: number === 1 ? 120 : 0 }, (_, place) =>
    note(500 + place, 40, author, `Thought ${place}`, said),
  )
  const reviewed = [
    note(2, 10, author, 'marked this merge request as **ready**'),
    note(3, 11, author, 'requested review from @grace'),
    note(4, 12, duo, 'Consider a guard here.', { ...said, type: 'DiffNote' }),
    note(5, 30, reviewer, 'Why not earlier?', { ...said, type: 'DiffNote' }),
    note(6, 31, reviewer, 'requested changes to this merge request'),
    ...chatter,
    note(7, 60, author, 'added 1 commit\n\n<ul><li>abcdef01 - Better</li></ul>'),
    note(8, 140, reviewer, 'approved this merge request'),
  ]
  return {
    request,
    // Requests that were brought in from elsewhere have approvals of which no note tells.
    notes: [
      ...(isMerged ? reviewed.slice(0, number % 7 === 0 ? -1 : undefined) : []),
      note(9, 200, author, 'changed the description'),
    ],
    versions: [
      { id: number * 10 + 2, head_commit_sha: hashOf(`head ${number}`), created_at: wireTime(number, 60) },
      { id: number * 10 + 1, head_commit_sha: hashOf(`lost ${number}`), created_at: wireTime(number, 0) },
    ],
    commits: ['head', 'first'].map((name, place) => ({
      id: hashOf(`${name} ${number}`),
      short_id: hashOf(`${name} ${number}`).slice(0, 8),
      title: `Do ${name}`,
      message: `Do ${name}\n`,
      author_name: 'Ada',
      author_email: 'ada@acme.example',
      authored_date: wireTime(number, place === 0 ? 55 : -30).replace('Z', '+00:00'),
      committer_name: 'Ada',
      committer_email: 'ada@acme.example',
      committed_date: wireTime(number, place === 0 ? 55 : -30).replace('Z', '+00:00'),
      parent_ids: [],
    })),
    approvals: {
      approved: isMerged,
      approved_by: isMerged ? [{ user: reviewer, approved_at: wireTime(number, 140) }] : [],
    },
  }
}

function historyPipeline(number: number): {
  readonly pipeline: WireObject
  readonly jobs: readonly WireObject[]
} {
  const job = (
    place: number,
    name: string,
    times: readonly [number, number, number],
    rest: object = {},
  ): WireObject => ({
    id: number * 100 + place,
    name,
    stage: name,
    status: 'success',
    created_at: wireTime(number, times[0]),
    started_at: wireTime(number, times[1]),
    finished_at: wireTime(number, times[2]),
    duration: (times[2] - times[1]) * 60,
    queued_duration: 30,
    allow_failure: false,
    tag: false,
    tag_list: ['linux'],
    ...rest,
  })
  return {
    pipeline: {
      id: 1_000 + number,
      iid: number,
      project_id: 7,
      sha: hashOf(`head ${number}`),
      ref: `refs/merge-requests/${number}/${number % 5 === 0 ? 'train' : 'head'}`,
      status: 'success',
      source: 'merge_request_event',
      created_at: wireTime(number, 60),
      updated_at: wireTime(number, 135),
      web_url: `https://gitlab.example/acme/shop/-/pipelines/${1_000 + number}`,
    },
    jobs: [
      job(4, 'deploy-preview', [60, 400, 410], { allow_failure: true }),
      job(3, 'test', [125, 126, 135]),
      job(2, 'test', [60, 64, 70], { status: 'failed', failure_reason: 'script_failure' }),
      job(1, 'build', [60, 61, 63]),
    ],
  }
}

function historyDeployment(number: number): WireObject {
  return {
    id: number,
    iid: number,
    ref: 'main',
    sha: hashOf(`merge ${number}`),
    created_at: wireTime(number, 160),
    updated_at: wireTime(number, 190),
    status: number % 6 === 0 ? 'failed' : 'success',
    user: author,
    environment: { id: 2, name: 'eu', slug: 'eu', external_url: 'https://shop.example' },
    deployable: {
      id: number * 100 + 50,
      name: 'deploy',
      status: 'success',
      created_at: wireTime(number, 158),
      started_at: wireTime(number, 181),
      finished_at: wireTime(number, 189),
      queued_duration: 20,
      web_url: `https://gitlab.example/acme/shop/-/jobs/${number * 100 + 50}`,
    },
    approvals: [{ user: reviewer, status: 'approved', created_at: wireTime(number, 180), comment: '' }],
  }
}

function historyIncident(number: number): WireObject {
  return {
    id: 9_000 + number,
    iid: number,
    project_id: 7,
    title: `Trouble ${number}`,
    state: 'closed',
    issue_type: 'incident',
    created_at: wireTime(number, 200),
    updated_at: wireTime(number, 260),
    closed_at: wireTime(number, 260),
    severity: 'HIGH',
    web_url: `https://gitlab.example/acme/shop/-/issues/${number}`,
    labels: ['service::shop'],
  }
}
