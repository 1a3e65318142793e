import { ciOutcomes, failed, ok, type Instant, type Result } from '@sluice/model'
import { z } from 'zod'
import { parseTime } from '../records/parse-time.ts'
import type { CloudEvent } from './cloud-event.ts'

/** A CDEvent of any version, with what is read of it. */
export interface CdEvent {
  readonly id: string
  readonly source: string
  /** Such as `pipelinerun.started`. */
  readonly kind: string
  /** Of the event type, such as `0.3.0`. */
  readonly version: string
  readonly at: Instant
  readonly subject: Subject
  readonly custom: Custom
  /** Ids of the events that it says it follows from. */
  readonly causes: readonly string[]
}

const text = z.string().min(1).max(4_096).optional().catch(undefined)
const Reference = z
  .object({ id: z.string().max(4_096), source: text })
  .optional()
  .catch(undefined)

const Content = z
  .object({
    description: text,
    repository: Reference,
    pipelineName: text,
    taskName: text,
    pipelineRun: Reference,
    // 0.3 and earlier call the address `url`.
    uri: text,
    url: text,
    outcome: text,
    environment: Reference,
    service: Reference,
    artifactId: text,
    ticketURI: text,
    testCase: z
      .object({ id: z.string().max(4_096), name: text })
      .optional()
      .catch(undefined),
    testSuiteRun: Reference,
    decision: text,
    status: text,
  })
  .catch({})

const Subject = z.object({ id: z.string().min(1).max(4_096), source: text, content: Content.default({}) })
type Subject = z.infer<typeof Subject>

const flag = z.boolean().optional().catch(undefined)
const words = z.union([z.string(), z.number()]).transform(String)
const Custom = z
  .object({
    /** Only what sluice itself wrote names things by their ids in the ledger. */
    sluice: z
      .object({
        id: text,
        nativeId: text,
        outcome: z.enum(ciOutcomes).optional().catch(undefined),
        run: text,
        service: z.string().max(4_096).optional().catch(undefined),
        kind: text,
        actor: z
          .object({ name: z.string(), kind: z.enum(['person', 'bot', 'ai-reviewer']) })
          .optional()
          .catch(undefined),
        isAuthor: flag,
      })
      .catch({})
      .default({}),
    repository: text,
    revision: text,
    sha: text,
    commit: text,
    branch: text,
    change: words.optional().catch(undefined),
    changes: z.array(words).max(10_000).optional().catch(undefined),
    attempt: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
    trigger: text,
    labels: z.array(z.string()).max(100).optional().catch(undefined),
    name: text,
    createdAt: z.union([z.string(), z.number()]).optional().catch(undefined),
    isProduction: flag,
    isPlanned: flag,
    isRollback: flag,
    severity: text,
    deployment: text,
    url: text,
  })
  .catch({ sluice: {} })
type Custom = z.infer<typeof Custom>

const Link = z.object({
  linkType: z.string(),
  from: z.object({ contextId: z.string() }).optional().catch(undefined),
  target: z.object({ contextId: z.string() }).optional().catch(undefined),
})

const Data = z.object({
  context: z.object({
    timestamp: z.union([z.string(), z.number()]).optional().catch(undefined),
    links: z.array(z.unknown()).max(1_000).optional().catch(undefined),
  }),
  subject: Subject,
  customData: z.unknown().optional(),
})

const typePattern = /^dev\.cdevents\.([a-z]+)\.([a-z]+)\.(\d+\.\d+\.\d+(?:-[\w.]+)?)$/i

/**
 * Reads a CDEvent of any version of the specification: fields that are unknown or of another type than expected are
 * left out, and only an event without type, subject or time cannot be used. A failure is a sentence.
 */
export function readCdEvent(event: CloudEvent, receivedAt: Instant): Result<CdEvent, string> {
  const type = typePattern.exec(event.type)
  if (type === null)
    return failed('Its type is none of CDEvents, such as dev.cdevents.service.deployed.0.3.0.')
  const data = Data.safeParse(event.data)
  if (!data.success) return failed('Its data has no context and subject, as a CDEvent has.')

  const { context, subject, customData } = data.data
  const time = parseTime(context.timestamp ?? event.time ?? '', { receivedAt })
  if (!time.ok) return failed(`Its timestamp cannot be used: ${time.failure}.`)
  const [, subjectName = '', predicate = '', version = ''] = type
  return ok({
    id: event.id,
    source: event.source,
    kind: `${subjectName}.${predicate}`.toLowerCase(),
    version,
    at: time.value,
    subject,
    custom: Custom.parse(customData ?? {}),
    causes: causesOf(context.links ?? []),
  })
}

function causesOf(links: readonly unknown[]): readonly string[] {
  return links.flatMap((value) => {
    const link = Link.safeParse(value)
    if (!link.success) return []
    return [link.data.from?.contextId, link.data.target?.contextId].filter((id) => id !== undefined)
  })
}
