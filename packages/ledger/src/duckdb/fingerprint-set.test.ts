import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { FingerprintSet } from './fingerprint-set.ts'

describe('FingerprintSet', () => {
  property.prop({ texts: fc.array(fc.string({ maxLength: 3 })) })('is a set of texts', ({ texts }) => {
    const fingerprints = new FingerprintSet()
    const known = new Set<string>()

    for (const text of texts) {
      expect(fingerprints.has(text)).toBe(known.has(text))
      expect(fingerprints.add(text)).toBe(!known.has(text))
      known.add(text)
    }
    expect(fingerprints.size).toBe(known.size)
  })

  it('keeps what it holds while it grows', () => {
    const fingerprints = new FingerprintSet()
    for (let number = 0; number < 20_000; number += 1) fingerprints.add(`event:${number}`)

    const kept = Array.from({ length: 20_001 }, (_, number) => fingerprints.has(`event:${number}`))

    expect(fingerprints.size).toBe(20_000)
    expect(kept.filter(Boolean)).toHaveLength(20_000)
    expect(kept[20_000]).toBe(false)
  })
})
