import type { ForgePlace } from '../kit/forge-place.ts'
import type { DeliveryEvent, Instant } from '@sluice/model'
import { z } from 'zod'
import { findEntry } from '../kit/find-entry.ts'
import { Moment, momentText } from '../kit/moment.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { githubPlace, type GithubConfig } from './config.ts'
import { eventAt, incidentIdOf } from './event-factory.ts'
import { deploymentIdFor, mapDeployment, mapDeploymentStatus, mapRelease } from './map-deployment.ts'
import { defaultIncidentLabels, isIncident, isIncidentLabel, mapIncident } from './map-incident.ts'
import { mapPull } from './map-pull.ts'
import { mapCheckRun, mapJob, mapRun } from './map-run.ts'
import {
  changeEvent,
  commentHappening,
  mergedHappening,
  momentary,
  openedAsDraft,
  openedHappening,
  pushHappening,
  requestedHappening,
  reviewHappening,
  type ChangeHappening,
} from './map-timeline.ts'
import {
  CheckRun,
  DeploymentStatus,
  GithubDeployment,
  Issue,
  Job,
  Pull,
  Release,
  Run,
  Sha,
  Team,
  teamName,
  User,
} from './schema.ts'

/** One delivery of a webhook, its signature already checked. */
export interface GithubDelivery {
  /** `X-GitHub-Event`. */
  readonly event: string
  /** `X-GitHub-Delivery`. */
  readonly deliveryId: string
  /** The parsed body. */
  readonly payload: unknown
  readonly receivedAt: Instant
}

/** How deliveries are understood; the same as when the repository is read. */
export type GithubDeliveryOptions = Pick<
  GithubConfig,
  'incidentLabels' | 'productionEnvironments' | 'releasesAreDeployments'
>

/**
 * What a delivery means. The same happening gets the same id as when it is read from the API, so both ways may be
 * used at once. Never throws: what does not fit is set aside, and what says nothing of the way to customers says why.
 */
export function mapGithubDelivery(
  delivery: GithubDelivery,
  options: GithubDeliveryOptions = {},
): MappedInput {
  const read = findEntry(readers, delivery.event)
  if (read === undefined) {
    return nothing(`GitHub's "${delivery.event}" says nothing of the way from a commit to a customer.`)
  }
  const parsed = Envelope.safeParse(delivery.payload)
  const told = parsed.success
    ? read(delivery.payload, {
        delivery,
        options,
        action: parsed.data.action ?? '',
        ...placeAndBranch(parsed.data),
      })
    : parsed.error
  if (told instanceof z.ZodError) return setAside(delivery, told)
  if (typeof told === 'string') return nothing(told)
  return { events: told, rejected: [] }
}

/** Events, or why there are none, or what did not fit. */
type Told = readonly DeliveryEvent[] | string | z.ZodError

interface DeliveryContext {
  readonly delivery: GithubDelivery
  readonly options: GithubDeliveryOptions
  readonly action: string
  readonly place: ForgePlace
  readonly defaultBranch: string | undefined
}

type ReadDelivery = (payload: unknown, context: DeliveryContext) => Told

const Envelope = z.object({
  action: z.string().nullish(),
  repository: z.object({
    full_name: z.string(),
    html_url: z.url(),
    default_branch: z.string().nullish(),
  }),
})

const readers: Readonly<Record<string, ReadDelivery>> = {
  pull_request: reader(
    z.object({
      pull_request: Pull,
      sender: User.nullish(),
      after: Sha.nullish(),
      requested_reviewer: User.nullish(),
      requested_team: Team.nullish(),
    }),
    readPull,
  ),
  pull_request_review: reader(z.object({ review: z.unknown(), pull_request: Pull }), readReview),
  pull_request_review_comment: reader(z.object({ pull_request: Pull }), ({ pull_request: pull }, { place }) =>
    // The comment is part of a review, which is told as such; pulls in older deliveries lack what a state needs.
    pull.draft === undefined
      ? 'The review to which the comment belongs is told by itself.'
      : [mapPull(place, pull)],
  ),
  issue_comment: reader(
    z.object({
      issue: Issue,
      comment: z.object({ id: z.int(), user: User.nullish(), created_at: Moment }),
    }),
    ({ issue, comment }, { place, action }) => {
      if (issue.pull_request === null || issue.pull_request === undefined)
        return 'The comment is on no pull request.'
      if (action !== 'created') return 'A comment that is changed or deleted later was still made.'
      const happening = commentHappening(comment.id, comment.created_at, comment.user)
      return [changeEvent(place, { number: issue.number, user: issue.user }, happening)]
    },
  ),
  workflow_run: reader(z.object({ workflow_run: Run }), ({ workflow_run: run }, { place, defaultBranch }) => [
    mapRun(place, run, defaultBranch),
  ]),
  workflow_job: reader(
    z.object({ workflow_job: Job }),
    ({ workflow_job: job }, { place }) =>
      told(mapJob(place, job)) ?? 'The job was taken over from an earlier attempt.',
  ),
  check_run: reader(
    z.object({ check_run: CheckRun }),
    ({ check_run: check }, { place }) =>
      told(mapCheckRun(place, check)) ?? 'Jobs of GitHub Actions are told as such.',
  ),
  deployment: reader(z.object({ deployment: GithubDeployment }), ({ deployment }, { place, options }) =>
    mapDeployment(place, deployment, options.productionEnvironments),
  ),
  deployment_status: reader(
    z.object({ deployment: GithubDeployment, deployment_status: DeploymentStatus }),
    ({ deployment, deployment_status: status }, { place, options }) => {
      const id = deploymentIdFor(place, deployment, options.productionEnvironments)
      const step = mapDeploymentStatus(place, id, status)
      const record = mapDeployment(place, deployment, options.productionEnvironments)
      return step === undefined ? record : [...record, step]
    },
  ),
  release: reader(z.object({ release: Release }), readRelease),
  issues: reader(z.object({ issue: Issue, label: z.object({ name: z.string() }).nullish() }), readIssue),
  push: () => 'Commits are read with their pull request or from a clone.',
  merge_group: () => 'The pull request and its runs tell what the merge queue does.',
}

function reader<T>(schema: z.ZodType<T>, read: (payload: T, context: DeliveryContext) => Told): ReadDelivery {
  return (payload, context) => {
    const parsed = schema.safeParse(payload)
    return parsed.success ? read(parsed.data, context) : parsed.error
  }
}

interface PullDelivery {
  readonly pull_request: Pull
  readonly sender?: User | null | undefined
  readonly after?: z.infer<typeof Sha> | null | undefined
  readonly requested_reviewer?: User | null | undefined
  readonly requested_team?: Team | null | undefined
}

function readPull(payload: PullDelivery, { place, action }: DeliveryContext): Told {
  const { pull_request: pull } = payload
  return [mapPull(place, pull), ...happeningsOf(payload, action).map((one) => changeEvent(place, pull, one))]
}

/** Actions that change nothing but what a pull looks like have no happening of their own. */
function happeningsOf(payload: PullDelivery, action: string): readonly ChangeHappening[] {
  const { pull_request: pull, sender } = payload
  switch (action) {
    case 'opened':
      return [openedHappening(pull), ...(pull.draft === true ? [openedAsDraft(pull)] : [])]
    case 'ready_for_review':
      return [momentary('readied', pull.updated_at, sender)]
    case 'converted_to_draft':
      return [momentary('drafted', pull.updated_at, sender)]
    case 'reopened':
      return [momentary('reopened', pull.updated_at, sender)]
    case 'enqueued':
      return [momentary('enqueued', pull.updated_at, sender)]
    case 'dequeued':
      return [momentary('dequeued', pull.updated_at, sender)]
    case 'synchronize':
      return [pushHappening(payload.after ?? pull.head.sha, pull.updated_at, sender)]
    case 'review_requested': {
      const name = payload.requested_reviewer?.login ?? teamName(payload.requested_team)
      return [requestedHappening(pull.updated_at, name, sender)]
    }
    case 'closed':
      return pull.merged_at === null || pull.merged_at === undefined
        ? [momentary('closed', pull.closed_at ?? pull.updated_at, sender)]
        : [mergedHappening(pull.merged_at, pull, pull.merged_by ?? sender)]
    default:
      return []
  }
}

const Review = z.object({
  id: z.int(),
  state: z.string(),
  user: User.nullish(),
  submitted_at: Moment,
  commit_id: z.string().nullish(),
})

function readReview(
  payload: { readonly review: unknown; readonly pull_request: Pull },
  context: DeliveryContext,
): Told {
  const { place, action } = context
  const { pull_request: pull } = payload
  // Pulls in older deliveries lack what a state needs.
  const state = pull.draft === undefined ? [] : [mapPull(place, pull)]
  if (action !== 'submitted') {
    return state.length > 0 ? state : 'A review that is changed or dismissed later was still given.'
  }
  const review = Review.safeParse(payload.review)
  if (!review.success) return review.error
  const { id, user, commit_id: head, submitted_at: at } = review.data
  const happening = reviewHappening({ id, state: review.data.state, at, user, head }, pull.user)
  return [...state, changeEvent(place, pull, happening)]
}

function readRelease(
  { release }: { readonly release: Release },
  { place, action, options }: DeliveryContext,
): Told {
  if (options.releasesAreDeployments !== true) return 'Releases are not taken for deployments here.'
  if (action === 'deleted' || release.draft === true) return 'The release is not published, or is no longer.'
  // A release names a branch more often than a commit; the commit of its tag is known when releases are read.
  const sha = Sha.safeParse(release.target_commitish)
  return sha.success
    ? mapRelease(place, release, sha.data)
    : 'The commit of the release is found when releases are read.'
}

interface IssueDelivery {
  readonly issue: Issue
  /** That was put on or taken off. */
  readonly label?: { readonly name: string } | null | undefined
}

function readIssue({ issue, label }: IssueDelivery, { place, action, options }: DeliveryContext): Told {
  const labels = options.incidentLabels ?? defaultIncidentLabels
  const isOne = isIncident(issue, labels)
  const wasOne = action === 'unlabeled' && isIncidentLabel(label?.name ?? '', labels)
  const isGone = action === 'deleted' || action === 'transferred'
  if (isOne && !isGone) return [mapIncident(place, issue)]
  if (!isOne && !wasOne) return 'The issue has no label of an incident.'
  // Greater than any state of the same second.
  const what = `incident:${issue.number}@${momentText(issue.updated_at)}.9`
  const subject = { kind: 'incident' as const, id: incidentIdOf(place, issue.number) }
  return [eventAt(place, what, issue.updated_at, { kind: 'removed', subject })]
}

function told(event: DeliveryEvent | undefined): readonly DeliveryEvent[] | undefined {
  return event === undefined ? undefined : [event]
}

function placeAndBranch({
  repository,
}: z.infer<typeof Envelope>): Pick<DeliveryContext, 'place' | 'defaultBranch'> {
  return {
    place: githubPlace(new URL(repository.html_url).host, repository.full_name),
    defaultBranch: repository.default_branch ?? undefined,
  }
}

function nothing(why: string): MappedInput {
  return { events: [], rejected: [], ignored: why }
}

function setAside(
  { event, deliveryId, payload, receivedAt }: GithubDelivery,
  error: z.ZodError,
): MappedInput {
  const [issue] = error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  const reason = `Delivery ${deliveryId} of GitHub's "${event}" does not fit: ${place}: ${issue?.message ?? 'another form'}.`
  return { events: [], rejected: [rejectedRecord({ source: 'github', reason, input: payload, receivedAt })] }
}
