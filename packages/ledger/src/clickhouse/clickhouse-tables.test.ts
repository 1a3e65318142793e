import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { insertTable, rowsStatements, storedTables, viewStatements } from './clickhouse-tables.ts'

describe('rowsStatements', () => {
  it('keeps every version of a row where the last writer wins, and shares them out by repository', () => {
    expect(rowsStatements({ database: 'sluice', cluster: 'main' }, ['deployment_changes'])).toEqual([
      'CREATE TABLE IF NOT EXISTS sluice.rows_deployment_changes (`deployment` String, `how` String, ' +
        '`repository` String, `changes` Array(String), `revisions` Array(String), `event_id` String, ' +
        '`event_at` Int64, _version UInt64) ENGINE = ReplacingMergeTree(_version) ' +
        'ORDER BY (`repository`, `deployment`, `how`, `event_at`, `event_id`) ' +
        'SETTINGS non_replicated_deduplication_window = 1000',
      'CREATE TABLE IF NOT EXISTS sluice.insert_deployment_changes (`deployment` String, `how` String, ' +
        '`repository` String, `changes` Array(String), `revisions` Array(String), `event_id` String, ' +
        '`event_at` Int64, _version UInt64) ENGINE = Distributed(main, sluice, rows_deployment_changes, ' +
        'cityHash64(`repository`))',
    ])
  })

  it('says of the released step what it said when it was released', () => {
    const text = rowsStatements({ database: 'sluice', cluster: 'main' }, storedTables).join(';\n')

    // When this fails, tables have changed: add a step to the migrations of ClickHouse that changes them in ledgers
    // that are there already, and only then put the new sum here.
    expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toMatchInlineSnapshot(
      `"3ba4469e22a6d4ae"`,
    )
  })
})

describe('viewStatements', () => {
  it('shows the last of all versions and hides what was removed', () => {
    const view = viewStatements({ database: 'sluice' }).find((text) =>
      text.includes('VIEW sluice.incidents '),
    )

    expect(view).toContain('ORDER BY event_at DESC, event_id DESC LIMIT 1 BY `repository`, `id`')
    expect(view).toContain(`FROM sluice.rows_removals WHERE kind = 'incident' GROUP BY subject`)
  })
})

describe('insertTable', () => {
  it('is the table of the server itself where there is no cluster', () => {
    expect(insertTable({ database: 'sluice' }, 'events')).toBe('sluice.rows_events')
    expect(insertTable({ database: 'sluice', cluster: 'main' }, 'events')).toBe('sluice.insert_events')
  })
})
