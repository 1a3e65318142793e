import { describe, expect, it } from 'vitest'
import { Secret } from '../kit/secret.ts'
import { verifyGithubSignature } from './verify-signature.ts'

// The example of GitHub's documentation on validating deliveries.
const secret = new Secret("It's a Secret to Everybody")
const body = 'Hello, World!'
const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'

describe('verifyGithubSignature', () => {
  it('accepts what GitHub signed, as text and as bytes', () => {
    expect(verifyGithubSignature(secret, body, signature)).toBe(true)
    expect(
      verifyGithubSignature(secret, Buffer.from(body), signature.toUpperCase().replace('SHA256', 'sha256')),
    ).toBe(true)
  })

  it.each([
    ['another body', 'Hello, World?', signature],
    ['another signature', body, signature.replace(/7$/, '8')],
    ['no signature', body, undefined],
    ['the older hash', body, 'sha1=757107ea0eb2509fc211221cce984b8a37570b6d'],
    ['half of it', body, signature.slice(0, 40)],
    ['zeros', body, `sha256=${'0'.repeat(64)}`],
  ])('refuses %s', (_, given, header) => {
    expect(verifyGithubSignature(secret, given, header)).toBe(false)
  })
})
