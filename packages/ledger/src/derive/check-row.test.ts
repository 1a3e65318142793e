import { instant, repositoryName, type EventId } from '@sluice/model'
import { eventId } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { deliveryHistory } from '../testing/delivery-history.ts'
import { checkRow } from './check-row.ts'
import type { FactRow } from './fact-row.ts'
import { factsOf } from './facts-of.ts'

describe('checkRow', () => {
  it('accepts every fact of a whole history', () => {
    const facts = [...deliveryHistory({ changes: 40 })].flatMap(factsOf)

    expect(facts.length).toBeGreaterThan(500)
    expect(() => facts.forEach(checkRow)).not.toThrow()
  })

  it.each([
    [{ number: '12' }, 'number is no integer'],
    [{ number: null }, 'number is missing'],
    [{ title: undefined }, 'title is missing'],
    [{ opened_at: 1.5 }, 'opened_at is no instant'],
    [{ merged_at: Number.NaN }, 'merged_at is no instant'],
    [{ is_draft: 'no' }, 'is_draft is no flag'],
    [{ labels: 'bug' }, 'labels is no text-list'],
    [{ labels: [1] }, 'labels is no text-list'],
  ])('refuses %j', (fault, reason) => {
    const fact = { ...changeFact, row: { ...changeFact.row, ...fault } } as FactRow

    expect(() => checkRow(fact)).toThrow(
      expect.objectContaining({
        code: 'LEDGER_ROW_INVALID',
        message: `Something for the table changes cannot be recorded: ${reason}. Nothing of its batch was recorded.`,
      }),
    )
  })
})

const id: EventId = eventId('e')
const changeFact = factsOf({
  id,
  source: 'github',
  repository: repositoryName('github.com/acme/shop'),
  at: instant(1),
  kind: 'change',
  change: {
    id: 'c' as never,
    number: 1,
    title: 'One',
    state: 'open',
    isDraft: false,
    openedAt: instant(1),
    baseBranch: 'main',
    labels: [],
  },
})[0] as FactRow
