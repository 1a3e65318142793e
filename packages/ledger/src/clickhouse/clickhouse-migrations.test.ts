import { describe, expect, it } from 'vitest'
import { isOlder } from './clickhouse-migrations.ts'

describe('isOlder', () => {
  it('compares versions number by number', () => {
    expect(
      ['25.7.1', '24.12', '25.8', '25.10.1.2', '26.1'].map((version) => isOlder(version, '25.8')),
    ).toEqual([true, true, false, false, false])
  })
})
