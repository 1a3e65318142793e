import { it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { DeliveryEventSchema } from './event-schema.ts'
import { anyDeliveryEvents } from './testing/arbitraries.ts'
import { deliveryHistory } from './testing/delivery-history.ts'

describe('DeliveryEventSchema', () => {
  property.prop({ events: anyDeliveryEvents() })('gives every event back as it was', ({ events }) => {
    expect(events.map((event) => DeliveryEventSchema.parse(JSON.parse(JSON.stringify(event))))).toEqual(
      events,
    )
  })

  it.each([
    ['an unknown kind', { kind: 'birthday' }],
    ['no id', { id: '' }],
    ['a time in text', { at: '2026-01-01' }],
    ['a broken part', { change: { id: 'c' } }],
  ])('refuses an event with %s', (_, fault) => {
    const [event] = deliveryHistory({ changes: 1 })

    expect(DeliveryEventSchema.safeParse({ ...event, kind: 'change', ...fault }).success).toBe(false)
  })
})
