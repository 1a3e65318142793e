import { format, inspect } from 'node:util'
import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { Secret, withoutSecrets } from './secret.ts'

describe('Secret', () => {
  it('gives itself away in no way of printing', () => {
    const secret = new Secret('hunter2-hunter2')
    const shown = [
      secret.toString(),
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      format('%s %o', secret, secret),
    ]

    expect(shown.filter((text) => text.includes('hunter2'))).toEqual([])
    expect(secret.reveal()).toBe('hunter2-hunter2')
  })
})

describe('withoutSecrets', () => {
  it.each([
    ['https://ada:pass@git.example/x', 'https://[redacted]@git.example/x'],
    ['git+ssh://token@git.example', 'git+ssh://[redacted]@git.example'],
    ['ghp_0123456789abcdefABCDEF0123456789abcd', '[redacted]'],
    ['github_pat_0123456789abcdefABCDEF_0123456789abcdef', '[redacted]'],
    ['glpat-0123456789abcdefABCD', '[redacted]'],
    ['authorization: Bearer abcdefghijklmnop.qrst', 'authorization: Bearer [redacted]'],
    [
      'mail ada@acme.example about https://acme.example/@ada',
      'mail ada@acme.example about https://acme.example/@ada',
    ],
    ['a token of love', 'a token of love'],
  ])('%s', (text, clean) => {
    expect(withoutSecrets(text)).toBe(clean)
  })

  property.prop({ before: fc.string(), secret: fc.string({ minLength: 6 }), after: fc.string() })(
    'leaves nothing of what it is given',
    ({ before, secret, after }) => {
      fc.pre(!'[redacted]'.includes(secret))
      expect(
        withoutSecrets(before + secret + after, [new Secret(secret)])
          .split('[redacted]')
          .some((part) => part.includes(secret)),
      ).toBe(false)
    },
  )
})
