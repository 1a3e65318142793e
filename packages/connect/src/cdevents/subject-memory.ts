import type { ChangeId, CiTrigger, Instant, Revision } from '@sluice/model'

/**
 * What one event said of its subject. Events tell a step each, and facts are made of all steps: that a run finished
 * is of use only with the moment when it was queued. Plain data, so that it can be kept between deliveries.
 */
export interface Step {
  readonly at: Instant
  /** Of the event. */
  readonly event: string
  readonly name?: string
  readonly title?: string
  readonly revision?: Revision
  readonly branch?: string
  readonly attempt?: number
  readonly trigger?: CiTrigger
  readonly changes?: readonly ChangeId[]
  readonly labels?: readonly string[]
  readonly outcome?: string
  readonly url?: string
  readonly service?: string
  readonly severity?: string
  readonly deployment?: string
  readonly run?: string
  /** As sluice calls the subject, where sluice wrote the event. */
  readonly id?: string
  readonly nativeId?: string
}

/** The steps of one subject by their name, such as `started`. */
export type Steps = Readonly<Record<string, Step>>

/** What earlier events told, by subject. A `Map` does for one file; a server keeps it between deliveries. */
export interface SubjectMemory {
  get(subject: string): Steps | undefined
  set(subject: string, steps: Steps): unknown
}

/** Adds a step. Of two steps of one name the later one stands, then the one with the greater event id. */
export function withStep(steps: Steps | undefined, name: string, step: Step): Steps {
  const known = steps !== undefined && Object.hasOwn(steps, name) ? steps[name] : undefined
  const isKnown =
    known !== undefined && (known.at > step.at || (known.at === step.at && known.event >= step.event))
  return isKnown ? (steps ?? {}) : { ...steps, [name]: step }
}

/** All that the steps say together: what a later one in `order` says stands over the earlier ones. */
export function combined(steps: Steps, order: readonly string[]): Step | undefined {
  const present = order.flatMap((name) => (Object.hasOwn(steps, name) ? (steps[name] ?? []) : []))
  const [first, ...rest] = present
  if (first === undefined) return undefined
  const latest = present.reduce((at, step) => (step.at > at ? step.at : at), first.at)
  return { ...rest.reduce((all, step) => ({ ...all, ...step }), first), at: latest }
}
