import { temporaryLedger } from '@sluice/ledger/testing'
import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { openSubjectMemory } from './subject-memory.ts'

const started = { started: { at: instant(1), event: 'e1', name: 'build' } }
const finished = { ...started, finished: { at: instant(2), event: 'e2', outcome: 'success' } }

describe('openSubjectMemory', () => {
  it('remembers in the next delivery what an earlier one told, whole and only once it is saved', async () => {
    const { ledger, remove } = await temporaryLedger()
    const first = await openSubjectMemory(ledger.control, ['run 7'])
    first.set('run 7', started)
    const unsaved = await openSubjectMemory(ledger.control, ['run 7'])
    await first.save()
    const second = await openSubjectMemory(ledger.control, ['run 7', 'run 8'])
    const remembered = [second.get('run 7'), second.get('run 8')]
    second.set('run 7', finished)
    await second.save()
    const third = await openSubjectMemory(ledger.control, ['run 7'])
    await remove()

    expect(unsaved.get('run 7')).toBeUndefined()
    expect(remembered).toEqual([started, undefined])
    expect(third.get('run 7')).toEqual(finished)
  })
})
