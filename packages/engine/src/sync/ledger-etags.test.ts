import { temporaryLedger, type TemporaryLedger } from '@sluice/ledger/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEtags } from './ledger-etags.ts'

let temporary: TemporaryLedger
beforeAll(async () => {
  temporary = await temporaryLedger()
})
afterAll(() => temporary.remove())

describe('openEtags', () => {
  it('keeps what was written for the next process, once it is saved, and for its scope alone', async () => {
    const { control } = temporary.ledger
    const first = await openEtags(control, 'github a', { isContinued: true })
    first.write('/pulls', 'W/"1"')
    const unsaved = await openEtags(control, 'github a', { isContinued: true })
    await first.save()
    const second = await openEtags(control, 'github a', { isContinued: true })
    const other = await openEtags(control, 'github b', { isContinued: true })

    expect([first, unsaved, second, other].map((etags) => etags.read('/pulls'))).toEqual([
      'W/"1"',
      undefined,
      'W/"1"',
      undefined,
    ])
  })

  it('forgets all when everything is read again, even when nothing new comes', async () => {
    const { control } = temporary.ledger
    const first = await openEtags(control, 'github c', { isContinued: true })
    first.write('/pulls', 'W/"1"')
    await first.save()

    const anew = await openEtags(control, 'github c', { isContinued: false })
    await anew.save()
    const after = await openEtags(control, 'github c', { isContinued: true })

    expect([anew.read('/pulls'), after.read('/pulls')]).toEqual([undefined, undefined])
  })

  it('keeps five thousand, and those that were written last', async () => {
    const { control } = temporary.ledger
    const etags = await openEtags(control, 'github d', { isContinued: true })
    for (let page = 0; page < 5_000; page += 1) etags.write(`/${page}`, 'old')
    etags.write('/0', 'new')
    etags.write('/more', 'new')
    await etags.save()

    const after = await openEtags(control, 'github d', { isContinued: true })

    expect(['/0', '/1', '/2', '/more'].map((key) => after.read(key))).toEqual([
      'new',
      undefined,
      'old',
      'new',
    ])
  })

  it('leaves alone what another process kept meanwhile', async () => {
    const { control } = temporary.ledger
    const one = await openEtags(control, 'github e', { isContinued: true })
    const other = await openEtags(control, 'github e', { isContinued: true })
    one.write('/pulls', 'of one')
    other.write('/pulls', 'of the other')

    await one.save()
    await other.save()
    const after = await openEtags(control, 'github e', { isContinued: true })

    expect(after.read('/pulls')).toBe('of one')
  })
})
