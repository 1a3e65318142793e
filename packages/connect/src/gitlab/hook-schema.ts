import { z } from 'zod'
import { GitlabTime, Sha } from './schema.ts'

// Only what is read is named here. GitLab leaves out or nulls much of it, depending on its version and settings.

const maybe = <TSchema extends z.ZodType>(schema: TSchema): z.ZodOptional<z.ZodNullable<TSchema>> =>
  schema.nullish()

/** People in webhooks; those in lists lack numbers on older servers. */
export const HookUser = z.object({ id: maybe(z.number()), username: z.string() })
export type HookUser = z.infer<typeof HookUser>

const Titles = maybe(z.array(z.object({ title: z.string() })))
const LastCommit = maybe(z.object({ id: Sha }))

export const HookEnvelope = z.object({
  object_kind: z.string(),
  project: z.object({ web_url: z.string(), default_branch: maybe(z.string()) }),
})

const Reviewer = z.object({ id: maybe(z.number()), username: z.string(), state: maybe(z.string()) })

/** What changed of a field; `current` may be a list in a list. */
const Reviewers = z.array(z.unknown()).transform((list) =>
  list.flat().flatMap((one) => {
    const read = Reviewer.safeParse(one)
    return read.success ? [read.data] : []
  }),
)

export const MergeRequestHook = z.object({
  user: maybe(HookUser),
  object_attributes: z.object({
    iid: z.int(),
    title: z.string(),
    description: maybe(z.string()),
    state: z.string(),
    url: maybe(z.string()),
    action: maybe(z.string()),
    author_id: maybe(z.number()),
    created_at: GitlabTime,
    updated_at: GitlabTime,
    draft: maybe(z.boolean()),
    work_in_progress: maybe(z.boolean()),
    source_branch: maybe(z.string()),
    target_branch: z.string(),
    merge_commit_sha: maybe(Sha),
    last_commit: LastCommit,
    /** Only there when commits were pushed. */
    oldrev: maybe(z.string()),
    labels: Titles,
  }),
  labels: Titles,
  assignees: maybe(z.array(HookUser)),
  reviewers: maybe(z.array(HookUser)),
  changes: maybe(
    z.object({
      draft: maybe(z.object({ current: maybe(z.boolean()) })),
      reviewers: maybe(z.object({ previous: maybe(Reviewers), current: maybe(Reviewers) })),
    }),
  ),
})
export type MergeRequestHook = z.infer<typeof MergeRequestHook>

export const NoteHook = z.object({
  user: maybe(HookUser),
  object_attributes: z.object({
    id: z.number(),
    noteable_type: z.string(),
    author_id: maybe(z.number()),
    created_at: GitlabTime,
    system: maybe(z.boolean()),
    type: maybe(z.string()),
    line_code: maybe(z.string()),
    action: maybe(z.string()),
  }),
  merge_request: maybe(z.object({ iid: z.int(), author_id: maybe(z.number()) })),
})

const Runner = maybe(z.object({ tags: maybe(z.array(z.string())) }))

export const PipelineHook = z.object({
  object_attributes: z.object({
    id: z.int(),
    ref: maybe(z.string()),
    tag: maybe(z.boolean()),
    sha: Sha,
    source: maybe(z.string()),
    status: z.string(),
    created_at: GitlabTime,
    url: maybe(z.string()),
  }),
  merge_request: maybe(z.object({ iid: z.int() })),
  builds: maybe(z.array(z.unknown())),
})

export const HookBuild = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  created_at: GitlabTime,
  started_at: maybe(GitlabTime),
  finished_at: maybe(GitlabTime),
  queued_duration: maybe(z.number()),
  allow_failure: maybe(z.boolean()),
  failure_reason: maybe(z.string()),
  runner: Runner,
})

export const JobHook = z.object({
  sha: Sha,
  build_id: z.int(),
  build_name: z.string(),
  build_status: z.string(),
  build_created_at: GitlabTime,
  build_started_at: maybe(GitlabTime),
  build_finished_at: maybe(GitlabTime),
  build_queued_duration: maybe(z.number()),
  build_failure_reason: maybe(z.string()),
  retries_count: maybe(z.int()),
  runner: Runner,
})

export const DeploymentHook = z.object({
  status: z.string(),
  status_changed_at: GitlabTime,
  deployment_id: z.int(),
  deployable_url: maybe(z.string()),
  environment: z.string(),
  environment_tier: maybe(z.string()),
  ref: maybe(z.string()),
  /** Ends in the full hash; no other field holds it. */
  commit_url: z.string(),
})

export const IssueHook = z.object({
  object_attributes: z.object({
    iid: z.int(),
    title: z.string(),
    type: maybe(z.string()),
    state: z.string(),
    created_at: GitlabTime,
    updated_at: GitlabTime,
    closed_at: maybe(GitlabTime),
    severity: maybe(z.string()),
    url: maybe(z.string()),
    labels: Titles,
  }),
  labels: Titles,
})
