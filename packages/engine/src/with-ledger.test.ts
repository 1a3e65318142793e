import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { temporaryPlace } from './testing/temporary-place.ts'
import { withLedger } from './with-ledger.ts'

const clock = fixedClock(instant(Date.UTC(2026, 0, 1)))

describe('withLedger', () => {
  it('makes the ledger, and lets go of it whatever happens', async () => {
    await using place = await temporaryPlace(clock)
    const trouble = new Error('trouble')

    const used = withLedger({ ...place.place, clock }, () => Promise.reject(trouble))

    await expect(used).rejects.toBe(trouble)
    expect(existsSync(join(place.path, 'ledger.duckdb'))).toBe(true)
    expect(await place.use((ledger) => Promise.resolve(ledger.engine))).toBe('duckdb')
  })

  it('opens the ledger that SLUICE_LEDGER names, and no other in its stead', async () => {
    await using place = await temporaryPlace(clock)
    const environment = { SLUICE_LEDGER: 'mysql://localhost/sluice' }

    const used = withLedger({ ...place.place, environment, clock }, () => Promise.resolve())

    await expect(used).rejects.toMatchObject({ code: 'LEDGER_ADDRESS_INVALID' })
    expect(existsSync(join(place.path, 'ledger.duckdb'))).toBe(false)
  })
})
