import { revision, type Instant } from '@sluice/model'
import { z } from 'zod'
import { isRevision } from '../records/is-revision.ts'
import { parseIso } from '../records/parse-time.ts'

// Only what is read is named here; values that may grow, such as states, are left open.

const maybe = <TSchema extends z.ZodType>(schema: TSchema): z.ZodOptional<z.ZodNullable<TSchema>> =>
  schema.nullish()

/** The API says `2026-11-22T10:00:00.000Z`, webhooks `2026-11-22 10:00:00 UTC` or `2026-11-22 11:00:00 +0100`. */
export const GitlabTime = z.string().transform((text, context): Instant => {
  const read = parseIso(text.trim())
  if (read.ok) return read.value
  context.addIssue({ code: 'custom', message: read.failure })
  return z.NEVER
})

export const Sha = z
  .string()
  .refine((text) => isRevision(text.toLowerCase()), 'no full commit hash')
  .transform((text) => revision(text.toLowerCase()))

export const GitlabUser = z.object({ id: z.number(), username: z.string(), bot: maybe(z.boolean()) })
export type GitlabUser = z.infer<typeof GitlabUser>

export const Project = z.object({
  web_url: z.string(),
  default_branch: maybe(z.string()),
})

export const MergeRequest = z.object({
  iid: z.int(),
  title: z.string(),
  description: maybe(z.string()),
  state: z.string(),
  web_url: maybe(z.string()),
  created_at: GitlabTime,
  updated_at: GitlabTime,
  merged_at: maybe(GitlabTime),
  closed_at: maybe(GitlabTime),
  merge_user: maybe(GitlabUser),
  merged_by: maybe(GitlabUser),
  closed_by: maybe(GitlabUser),
  author: maybe(GitlabUser),
  draft: maybe(z.boolean()),
  work_in_progress: maybe(z.boolean()),
  source_branch: maybe(z.string()),
  target_branch: z.string(),
  // Null while a request is prepared.
  sha: maybe(Sha),
  merge_commit_sha: maybe(Sha),
  squash_commit_sha: maybe(Sha),
  squash: maybe(z.boolean()),
  labels: maybe(z.array(z.union([z.string(), z.object({ name: z.string() })]))),
})
export type MergeRequest = z.infer<typeof MergeRequest>

export const Note = z.object({
  id: z.number(),
  type: maybe(z.string()),
  body: maybe(z.string()),
  author: maybe(GitlabUser),
  created_at: GitlabTime,
  system: maybe(z.boolean()),
})
export type Note = z.infer<typeof Note>

/** One state of the commits of a merge request, which is made by every push. */
export const Version = z.object({ id: z.number(), head_commit_sha: maybe(Sha), created_at: GitlabTime })
export type Version = z.infer<typeof Version>

export const Commit = z.object({
  id: Sha,
  message: maybe(z.string()),
  title: maybe(z.string()),
  author_name: maybe(z.string()),
  author_email: maybe(z.string()),
  authored_date: GitlabTime,
  committer_name: maybe(z.string()),
  committer_email: maybe(z.string()),
  committed_date: GitlabTime,
})
export type Commit = z.infer<typeof Commit>

export const Approvals = z.object({
  approved_by: maybe(z.array(z.object({ user: maybe(GitlabUser), approved_at: maybe(GitlabTime) }))),
})
export type Approvals = z.infer<typeof Approvals>

export const Pipeline = z.object({
  id: z.int(),
  sha: Sha,
  ref: maybe(z.string()),
  status: z.string(),
  source: maybe(z.string()),
  created_at: GitlabTime,
  updated_at: GitlabTime,
  web_url: maybe(z.string()),
})
export type Pipeline = z.infer<typeof Pipeline>

export const Job = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  created_at: GitlabTime,
  started_at: maybe(GitlabTime),
  finished_at: maybe(GitlabTime),
  /** Seconds. */
  queued_duration: maybe(z.number()),
  allow_failure: maybe(z.boolean()),
  failure_reason: maybe(z.string()),
  tag: maybe(z.boolean()),
  tag_list: maybe(z.array(z.string())),
})
export type Job = z.infer<typeof Job>

export const Environment = z.object({ name: z.string(), tier: maybe(z.string()) })

const Approval = z.object({ status: z.string(), created_at: maybe(GitlabTime) })

export const GitlabDeployment = z.object({
  id: z.int(),
  ref: maybe(z.string()),
  sha: Sha,
  status: z.string(),
  created_at: GitlabTime,
  updated_at: GitlabTime,
  finished_at: maybe(GitlabTime),
  environment: Environment,
  deployable: maybe(
    z.object({
      started_at: maybe(GitlabTime),
      finished_at: maybe(GitlabTime),
      queued_duration: maybe(z.number()),
      web_url: maybe(z.string()),
    }),
  ),
  approvals: maybe(z.array(Approval)),
})
export type GitlabDeployment = z.infer<typeof GitlabDeployment>

export const Issue = z.object({
  iid: z.int(),
  title: z.string(),
  state: z.string(),
  created_at: GitlabTime,
  updated_at: GitlabTime,
  closed_at: maybe(GitlabTime),
  severity: maybe(z.string()),
  web_url: maybe(z.string()),
  labels: maybe(z.array(z.union([z.string(), z.object({ name: z.string() })]))),
})
export type Issue = z.infer<typeof Issue>
