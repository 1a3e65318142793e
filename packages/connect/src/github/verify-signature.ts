import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../kit/secret.ts'

/**
 * Whether `X-Hub-Signature-256` was made from exactly this body with this secret. Takes the same time whatever is
 * wrong with the signature. `body` is what came over the wire, before any parsing.
 */
export function verifyGithubSignature(
  secret: Secret,
  body: Uint8Array | string,
  header: string | undefined,
): boolean {
  const expected = createHmac('sha256', secret.reveal()).update(body).digest()
  const [, given = ''] = /^sha256=([0-9a-f]{64})$/i.exec(header ?? '') ?? []
  // Compared even when the header has another form, so that time tells nothing.
  const compared = given === '' ? Buffer.alloc(expected.length) : Buffer.from(given, 'hex')
  return timingSafeEqual(expected, compared) && given !== ''
}
