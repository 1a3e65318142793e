import type { DeliveryEvent } from '@sluice/model'

/** An event from its payload, as the ledger keeps it. */
export function keptEvent(payload: string): DeliveryEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger wrote it from a typed event
  return JSON.parse(payload) as DeliveryEvent
}
