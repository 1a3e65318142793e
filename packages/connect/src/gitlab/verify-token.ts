import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../kit/secret.ts'

/**
 * Whether `X-Gitlab-Token` is the secret of the webhook. Takes the same time whatever is wrong with it, its length
 * included; an empty secret lets nobody in.
 */
export function verifyGitlabToken(secret: Secret, header: string | undefined): boolean {
  const expected = secret.reveal()
  const isEqual = timingSafeEqual(digestOf(expected), digestOf(header ?? ''))
  return isEqual && expected !== ''
}

/** Digests have one length, which a comparison in constant time needs. */
function digestOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
