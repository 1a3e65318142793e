import { createHash } from 'node:crypto'
import type { Instant, RejectedRecord } from '@sluice/model'
import { withoutSecrets, type Secret } from './secret.ts'

export interface Rejection {
  readonly source: string
  /** One sentence. */
  readonly reason: string
  /** What was not understood: text as it came, or a value that JSON can hold. */
  readonly input: unknown
  readonly receivedAt: Instant
  readonly secrets?: readonly (Secret | undefined)[]
}

/** Sets something aside, without secrets. The same input from the same source always has the same id. */
export function rejectedRecord({ source, reason, input, receivedAt, secrets }: Rejection): RejectedRecord {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? String(input))
  // The beginning alone is searched for secrets; some room more, so that none is cut in two at the end.
  const excerpt = withoutSecrets(text.slice(0, longestExcerpt + 500), secrets).slice(0, longestExcerpt)
  const digest = createHash('sha256').update(source).update('\0').update(text).digest('hex')
  return {
    id: `${source}:rejected:${digest.slice(0, 32)}`,
    source,
    reason: withoutSecrets(reason, secrets),
    excerpt,
    receivedAt,
  }
}

const longestExcerpt = 2_000
