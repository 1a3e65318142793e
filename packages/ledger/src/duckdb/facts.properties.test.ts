import { fc, it as property } from '@fast-check/vitest'
import { fixedClock, instant, type DeliveryEvent } from '@sluice/model'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { columnsOf, tableNames, tableOf, type FactTableName } from '../tables/tables.ts'
import { anyDeliveryEvents } from '../testing/arbitraries.ts'
import { standingFacts } from '../testing/standing-facts.ts'
import { rowsOf, type LedgerFile } from './ledger-file.ts'
import { openLedgerFile } from './open-ledger-file.ts'
import { prepareEvents } from './prepared-events.ts'
import { rebuildFacts } from './rebuild.ts'
import { quoted } from './schema.ts'
import { Writer } from './writer.ts'

// The thread is left out here: these tests open the file themselves and look at every column of every table.
let directory: string
let file: LedgerFile

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-facts-'))
  file = await openLedgerFile(join(directory, 'ledger.duckdb'), fixedClock(instant(0)).now())
})
afterAll(() => {
  file.close()
  rmSync(directory, { recursive: true })
})

const factTables: readonly FactTableName[] = tableNames.filter(isFactTable)

/** The same events in an order of their own, some of them twice, cut into batches; facts are settled after some. */
const deliveries = anyDeliveryEvents().chain((events) =>
  fc.record({
    events: fc.constant(events),
    order: fc.shuffledSubarray([...events, ...events.slice(0, 10)], {
      minLength: events.length + Math.min(10, events.length),
    }),
    batches: fc.array(fc.record({ size: fc.integer({ min: 1, max: 8 }), settles: fc.boolean() }), {
      minLength: 60,
      maxLength: 60,
    }),
  }),
)

describe('facts', () => {
  property.prop({ delivery: deliveries }, { numRuns: 25 })(
    'are the same in whatever order, however often and in whatever batches events arrive, and after a rebuild',
    async ({ delivery: { events, order, batches } }) => {
      const expected = standing(events)
      const writer = await emptied()

      let sent = 0
      for (const { size, settles } of batches) {
        const batch = order.slice(sent, sent + size)
        sent += size
        if (batch.length > 0) await writer.append({ events: prepareEvents(batch, 0) })
        if (settles) await writer.settle()
      }
      await writer.settle()
      expect(await storedFacts()).toEqual(expected)

      await writer.run((connection) => rebuildFacts(connection, {}))
      expect(await storedFacts()).toEqual(expected)
      await writer.close()
    },
    120_000,
  )
})

async function emptied(): Promise<Writer> {
  await file.transaction(async (writer) => {
    for (const name of ['events', ...factTables]) await writer.run(`delete from ${quoted(name)}`)
    await writer.run('update settled set events = 0')
  })
  return Writer.open(file)
}

function standing(events: readonly DeliveryEvent[]): Record<string, readonly string[]> {
  const facts = standingFacts(events)
  return Object.fromEntries(factTables.map((name) => [name, sorted(facts.get(name) ?? [])]))
}

async function storedFacts(): Promise<Record<string, readonly string[]>> {
  const stored: Record<string, readonly string[]> = {}
  for (const name of factTables) {
    const rows = await file.read((reader) =>
      rowsOf(reader, `select to_json(fact)::varchar as fact from ${quoted(name)} as fact`),
    )
    stored[name] = sorted(rows.map(({ fact }) => JSON.parse(String(fact)) as object))
  }
  return stored
}

/** Rows as text, with their columns in the order of the description. */
function sorted(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted()
}

function isFactTable(name: (typeof tableNames)[number]): name is FactTableName {
  return tableOf(name).role === 'fact' && columnsOf(name).length > 0
}
