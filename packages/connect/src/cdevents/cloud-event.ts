import { z } from 'zod'
import { connectError } from '../errors.ts'

/** One HTTP request, or one file, that carries CloudEvents 1.0. */
export interface CloudEventDelivery {
  /** Header names in lower case, as Node gives them. Absent for a file. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** A CloudEvent as far as it matters here. */
export interface CloudEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time?: string | undefined
  /** The payload, parsed where it is JSON. */
  readonly data: unknown
}

/** What a delivery holds: events, and parts that are none. */
export interface CloudEventReading {
  readonly events: readonly CloudEvent[]
  readonly broken: readonly { readonly input: string; readonly reason: string }[]
}

const maximumBody = 8 * 1_024 * 1_024
const maximumEvents = 10_000

const Envelope = z.object({
  specversion: z.string().regex(/^1\./),
  id: z.string().min(1).max(2_048),
  source: z.string().min(1).max(4_096),
  type: z.string().min(1).max(1_024),
  time: z.string().max(64).optional().catch(undefined),
  datacontenttype: z.string().optional().catch(undefined),
  data: z.unknown().optional(),
  data_base64: z.string().optional(),
})

// A CDEvent without an envelope, as its own SDKs print it.
const BareContext = z.object({
  context: z.object({
    id: z.string().min(1).max(2_048),
    source: z.string().min(1).max(4_096),
    type: z.string().min(1).max(1_024),
  }),
})

/**
 * Takes CloudEvents out of what carries them: the binary mode of HTTP (attributes in `ce-` headers), one structured
 * JSON event, a JSON batch, lines of JSON, or a CDEvent without an envelope.
 *
 * @throws CLOUD_EVENTS_TOO_LARGE, CLOUD_EVENTS_UNREADABLE
 */
export function readCloudEvents({ headers = {}, body }: CloudEventDelivery): CloudEventReading {
  if (body.length > maximumBody) throw connectError('CLOUD_EVENTS_TOO_LARGE', { maximum: maximumBody })
  if (headerOf(headers, 'ce-specversion') !== undefined) return readAll([binaryEvent(headers, body)])

  const whole = parseJson(body)
  if (Array.isArray(whole)) return readAll(whole)
  if (whole !== undefined) return readAll([whole])
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  if (lines.length < 2 || parseJson(lines[0] ?? '') === undefined) {
    throw connectError('CLOUD_EVENTS_UNREADABLE', { length: body.length })
  }
  return readAll(lines.map((line) => parseJson(line) ?? line))
}

function readAll(values: readonly unknown[]): CloudEventReading {
  if (values.length > maximumEvents) throw connectError('CLOUD_EVENTS_TOO_LARGE', { maximum: maximumEvents })
  const events: CloudEvent[] = []
  const broken: { readonly input: string; readonly reason: string }[] = []
  for (const value of values) {
    const event = readOne(value)
    if (event === undefined)
      broken.push({ input: textOf(value), reason: 'It is no CloudEvent of version 1.0.' })
    else events.push(event)
  }
  return { events, broken }
}

function readOne(value: unknown): CloudEvent | undefined {
  const envelope = Envelope.safeParse(value)
  if (envelope.success) {
    const { data_base64: encoded, data, ...attributes } = envelope.data
    return { ...attributes, data: encoded === undefined ? parsed(data) : parseJson(fromBase64(encoded)) }
  }
  const bare = BareContext.safeParse(value)
  return bare.success ? { ...bare.data.context, data: value } : undefined
}

function binaryEvent(headers: CloudEventDelivery['headers'] & {}, body: string): Record<string, unknown> {
  const attributes = Object.fromEntries(
    ['specversion', 'id', 'source', 'type', 'time'].map((name) => [name, headerOf(headers, `ce-${name}`)]),
  )
  return { ...attributes, data: parseJson(body) }
}

function headerOf(headers: CloudEventDelivery['headers'] & {}, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  const text = typeof value === 'string' ? value : value?.[0]
  if (text === undefined || !text.includes('%')) return text
  try {
    // Section 3.1.3.2 of the HTTP binding: what is not printable ASCII arrives percent-encoded.
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A producer may have put the JSON of the payload into a string. */
function parsed(data: unknown): unknown {
  return typeof data === 'string' ? parseJson(data) : data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}

/** For people. What is nested too deep to be printed is not printed. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
