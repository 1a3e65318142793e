import { revision } from '@sluice/model'
import { z } from 'zod'
import { Moment } from '../kit/moment.ts'

// Only what is read is named here; values that may grow, such as states, are left open.

const maybe = <TSchema extends z.ZodType>(schema: TSchema): z.ZodOptional<z.ZodNullable<TSchema>> =>
  schema.nullish()

export const Sha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i)
  .transform((text) => revision(text.toLowerCase()))

export const User = z.object({ login: z.string(), type: maybe(z.string()) })
export type User = z.infer<typeof User>

export const Team = z.object({ slug: maybe(z.string()), name: maybe(z.string()) })
export type Team = z.infer<typeof Team>

const Label = z.union([z.string(), z.object({ name: maybe(z.string()) })])
const Branch = z.object({ ref: z.string(), sha: Sha })

export const RepositoryAnswer = z.object({
  full_name: z.string(),
  default_branch: maybe(z.string()),
  created_at: maybe(Moment),
})
export type RepositoryAnswer = z.infer<typeof RepositoryAnswer>

export const Pull = z.object({
  number: z.int(),
  title: z.string(),
  html_url: maybe(z.string()),
  body: maybe(z.string()),
  user: maybe(User),
  state: z.string(),
  draft: maybe(z.boolean()),
  created_at: Moment,
  updated_at: Moment,
  closed_at: maybe(Moment),
  merged_at: maybe(Moment),
  merge_commit_sha: maybe(Sha),
  head: Branch,
  base: Branch,
  labels: maybe(z.array(Label)),
  additions: maybe(z.int()),
  deletions: maybe(z.int()),
  merged_by: maybe(User),
})
export type Pull = z.infer<typeof Pull>

const GitIdentity = z.object({ name: maybe(z.string()), email: maybe(z.string()), date: Moment })

export const TimelineItem = z.object({
  event: z.string(),
  id: maybe(z.number()),
  actor: maybe(User),
  user: maybe(User),
  created_at: maybe(Moment),
  // A review.
  state: maybe(z.string()),
  submitted_at: maybe(Moment),
  commit_id: maybe(z.string()),
  // The dismissal of one.
  dismissed_review: maybe(z.object({ review_id: z.number(), state: maybe(z.string()) })),
  // A request for one.
  requested_reviewer: maybe(User),
  requested_team: maybe(Team),
  // A commit.
  sha: maybe(Sha),
  author: maybe(GitIdentity),
  committer: maybe(GitIdentity),
  message: maybe(z.string()),
})
export type TimelineItem = z.infer<typeof TimelineItem>

export const PullCommit = z.object({
  sha: Sha,
  commit: z.object({ author: GitIdentity, committer: GitIdentity, message: z.string() }),
})
export type PullCommit = z.infer<typeof PullCommit>

export const Run = z.object({
  id: z.int(),
  name: maybe(z.string()),
  path: maybe(z.string()),
  event: z.string(),
  status: maybe(z.string()),
  conclusion: maybe(z.string()),
  head_sha: Sha,
  head_branch: maybe(z.string()),
  run_attempt: maybe(z.int()),
  created_at: Moment,
  // Absent on older servers.
  run_started_at: maybe(Moment),
  updated_at: Moment,
  html_url: maybe(z.string()),
  pull_requests: maybe(
    z.array(
      z.object({
        number: z.int(),
        base: maybe(z.object({ repo: maybe(z.object({ url: maybe(z.string()) })) })),
      }),
    ),
  ),
})
export type Run = z.infer<typeof Run>

export const Job = z.object({
  id: z.int(),
  run_id: z.int(),
  run_attempt: maybe(z.int()),
  name: z.string(),
  head_sha: Sha,
  status: z.string(),
  conclusion: maybe(z.string()),
  // Absent before GitHub Enterprise Server 3.9.
  created_at: maybe(Moment),
  started_at: maybe(Moment),
  completed_at: maybe(Moment),
  labels: maybe(z.array(z.string())),
  runner_id: maybe(z.number()),
})
export type Job = z.infer<typeof Job>

export const CheckRun = z.object({
  id: z.int(),
  name: z.string(),
  head_sha: Sha,
  status: z.string(),
  conclusion: maybe(z.string()),
  started_at: maybe(Moment),
  completed_at: maybe(Moment),
  app: maybe(z.object({ slug: maybe(z.string()) })),
})
export type CheckRun = z.infer<typeof CheckRun>

export const GithubDeployment = z.object({
  id: z.int(),
  sha: Sha,
  ref: maybe(z.string()),
  task: maybe(z.string()),
  environment: z.string(),
  created_at: Moment,
  production_environment: maybe(z.boolean()),
  transient_environment: maybe(z.boolean()),
})
export type GithubDeployment = z.infer<typeof GithubDeployment>

export const DeploymentStatus = z.object({ id: z.int(), state: z.string(), created_at: Moment })
export type DeploymentStatus = z.infer<typeof DeploymentStatus>

export const Issue = z.object({
  number: z.int(),
  title: z.string(),
  user: maybe(User),
  state: maybe(z.string()),
  created_at: Moment,
  updated_at: Moment,
  closed_at: maybe(Moment),
  html_url: maybe(z.string()),
  labels: maybe(z.array(Label)),
  pull_request: maybe(z.object({})),
})
export type Issue = z.infer<typeof Issue>

export const Release = z.object({
  id: z.int(),
  tag_name: z.string(),
  name: maybe(z.string()),
  draft: maybe(z.boolean()),
  prerelease: maybe(z.boolean()),
  created_at: Moment,
  published_at: maybe(Moment),
  html_url: maybe(z.string()),
  target_commitish: maybe(z.string()),
})
export type Release = z.infer<typeof Release>

/** Teams that are gone leave no name. */
export function teamName(team: Team | null | undefined): string {
  return team?.slug ?? team?.name ?? ''
}

/** Names of labels, which come as text or as objects. */
export function labelNames(labels: z.infer<typeof Issue>['labels']): readonly string[] {
  return (labels ?? []).flatMap((label) => {
    const name = typeof label === 'string' ? label : label.name
    return name === null || name === undefined ? [] : [name]
  })
}
