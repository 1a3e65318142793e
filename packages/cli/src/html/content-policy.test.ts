import { describe, expect, it } from 'vitest'
import { contentPolicy } from './content-policy.ts'

describe('contentPolicy', () => {
  it('allows exactly the given inline texts and loads nothing', () => {
    // Hashes by `openssl dgst -sha256 -binary | base64`.
    expect(contentPolicy({ styles: ['p{}'], scripts: ['one()', ''] })).toBe(
      [
        "default-src 'none'",
        "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='",
        "script-src 'sha256-HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4=' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        'font-src data:',
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    )
  })
})
