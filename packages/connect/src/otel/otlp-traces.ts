import { instant, type Instant } from '@sluice/model'
import { z } from 'zod'
import { connectError } from '../errors.ts'

/** A span, with the attributes of its resource beneath its own. */
export interface OtlpSpan {
  /** Lower-case hexadecimal. */
  readonly id: string
  readonly parent?: string
  readonly name: string
  readonly startedAt: Instant
  readonly endedAt?: Instant
  readonly status: 'ok' | 'error' | 'unset'
  /** Of the span itself. */
  readonly own: Attributes
  readonly resource: Attributes
}

/** Values as text; lists as lists of text. */
export type Attributes = ReadonlyMap<string, string | readonly string[]>

/** The spans of one resource; what belongs together comes together. */
export interface OtlpTraces {
  readonly resources: readonly (readonly OtlpSpan[])[]
  /** Spans without an id or a start. */
  readonly broken: number
}

const maximumBody = 16 * 1_024 * 1_024
const maximumSpans = 100_000

const whole = z
  .union([z.string().regex(/^\d{1,20}$/), z.number().nonnegative()])
  .optional()
  .catch(undefined)
// Nested values say nothing about CI, so that nothing here follows them down.
const Value = z
  .object({
    stringValue: z.string().max(65_536).optional().catch(undefined),
    intValue: z.union([z.string(), z.number()]).optional().catch(undefined),
    doubleValue: z.union([z.number(), z.string()]).optional().catch(undefined),
    boolValue: z.boolean().optional().catch(undefined),
    arrayValue: z
      .object({
        values: z.array(z.object({ stringValue: z.string().optional().catch(undefined) })).max(1_000),
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined)
const AttributeList = z
  .array(z.object({ key: z.string().max(1_024), value: Value }))
  .max(1_000)
  .optional()
  .catch(undefined)

const Span = z.object({
  spanId: z.string().max(64).optional().catch(undefined),
  parentSpanId: z.string().max(64).optional().catch(undefined),
  name: z.string().max(4_096).optional().catch(undefined),
  startTimeUnixNano: whole,
  endTimeUnixNano: whole,
  attributes: AttributeList,
  status: z
    .object({ code: z.union([z.number(), z.string()]).optional() })
    .optional()
    .catch(undefined),
})

const Request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: AttributeList }).optional().catch(undefined),
      scopeSpans: z
        .array(z.object({ spans: z.array(z.unknown()).optional().catch(undefined) }))
        .optional()
        .catch(undefined),
    }),
  ),
})

/**
 * Reads a trace export request of OTLP/HTTP in JSON. Ids may be hexadecimal, as OTLP writes them, or base64, as
 * plain protobuf JSON does; 64-bit numbers may be text or numbers.
 *
 * @throws OTLP_TOO_LARGE, OTLP_UNREADABLE
 */
export function readOtlpTraces(body: string): OtlpTraces {
  if (body.length > maximumBody) throw connectError('OTLP_TOO_LARGE', { maximum: maximumBody })
  const request = Request.safeParse(parseJson(body))
  if (!request.success) throw connectError('OTLP_UNREADABLE', { length: body.length })

  let count = 0
  let broken = 0
  const resources = request.data.resourceSpans.map(({ resource, scopeSpans = [] }) => {
    const shared = attributesOf(resource?.attributes)
    return scopeSpans.flatMap(({ spans = [] }) => {
      count += spans.length
      if (count > maximumSpans) throw connectError('OTLP_TOO_LARGE', { maximum: maximumSpans })
      return spans.flatMap((value) => {
        const span = readSpan(value, shared)
        if (span === undefined) broken += 1
        return span ?? []
      })
    })
  })
  return { resources, broken }
}

/** What a span says by the first of these names that it, or else its resource, has. */
export function findAttribute(span: OtlpSpan, names: readonly string[]): string | undefined {
  for (const attributes of [span.own, span.resource]) {
    for (const name of names) {
      const value = attributes.get(name)
      if (typeof value === 'string' && value !== '') return value
    }
  }
  return undefined
}

function readSpan(value: unknown, resource: Attributes): OtlpSpan | undefined {
  const span = Span.safeParse(value)
  if (!span.success) return undefined
  const {
    spanId,
    parentSpanId,
    name = '',
    startTimeUnixNano,
    endTimeUnixNano,
    attributes,
    status,
  } = span.data
  const id = idOf(spanId)
  const startedAt = instantOf(startTimeUnixNano)
  if (id === undefined || startedAt === undefined) return undefined
  const parent = idOf(parentSpanId)
  const endedAt = instantOf(endTimeUnixNano)
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    name,
    startedAt,
    // A clock that was set back; the start is the better known of the two.
    ...(endedAt === undefined || endedAt < startedAt ? {} : { endedAt }),
    status: statusOf(status?.code),
    own: attributesOf(attributes),
    resource,
  }
}

function idOf(text = ''): string | undefined {
  const hex = /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase() : Buffer.from(text, 'base64').toString('hex')
  return hex === '' || /^0+$/.test(hex) ? undefined : hex
}

/** Milliseconds, cut: the nanoseconds of today no longer fit into a number. */
function instantOf(nanoseconds: string | number | undefined): Instant | undefined {
  if (nanoseconds === undefined) return undefined
  const at =
    typeof nanoseconds === 'number' ? Math.floor(nanoseconds / 1e6) : Number(BigInt(nanoseconds) / 1_000_000n)
  return at > 0 && at <= 8.64e15 ? instant(at) : undefined
}

function statusOf(code: string | number | undefined): OtlpSpan['status'] {
  if (code === 1 || code === 'STATUS_CODE_OK') return 'ok'
  return code === 2 || code === 'STATUS_CODE_ERROR' ? 'error' : 'unset'
}

function attributesOf(list: z.infer<typeof AttributeList>): Attributes {
  return new Map(
    (list ?? []).flatMap(({ key, value }): [string, string | readonly string[]][] => {
      if (value === undefined) return []
      const { arrayValue } = value
      if (arrayValue !== undefined)
        return [[key, arrayValue.values.flatMap(({ stringValue }) => stringValue ?? [])]]
      const single = value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue
      return single === undefined ? [] : [[key, String(single)]]
    }),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
