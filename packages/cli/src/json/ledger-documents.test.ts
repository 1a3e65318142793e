import { instant, repositoryName } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { ingestDocument, ledgerStatusDocument, recordDocument, syncDocument } from './ledger-documents.ts'
import { ingestSchema, ledgerSchema, recordSchema, syncSchema } from './ledger-schemas.ts'

const repository = repositoryName('github.com/acme/shop')
const counts = { recorded: 3, repeated: 2, quarantined: 1 }
const gap = { code: 'SOURCE_FORBIDDEN', message: 'It may not.', hint: 'Let it.' }

describe('syncDocument', () => {
  it('has the published shape, with ISO times', () => {
    const document = syncDocument({
      source: 'github',
      repository,
      ledger: '/data/ledger.duckdb',
      since: instant(0),
      isContinued: false,
      requests: 7,
      streams: [{ stream: 'pulls', items: 4, ...counts, gaps: [gap], repositories: [repository] }],
      notices: [],
    })

    expect(syncSchema.parse(document)).toEqual(document)
    expect(document).toMatchObject({ since: '1970-01-01T00:00:00.000Z', streams: [{ gaps: [gap] }] })
  })
})

describe('ingestDocument', () => {
  it('has the published shape, with null for a file that was read whole', () => {
    const document = ingestDocument({
      kind: 'junit',
      repository,
      ledger: '/data/ledger.duckdb',
      files: [
        { file: 'a.xml', ...counts },
        { file: 'b.xml', ...counts, failure: gap },
      ],
    })

    expect(ingestSchema.parse(document)).toEqual(document)
    expect(document.files.map(({ failure }) => failure?.code ?? null)).toEqual([null, 'SOURCE_FORBIDDEN'])
  })
})

describe('recordDocument', () => {
  it('has the published shape', () => {
    const document = recordDocument({
      kind: 'deployment',
      repository,
      ledger: '/data/ledger.duckdb',
      id: 'deployments:1',
      ...counts,
    })

    expect(recordSchema.parse(document)).toEqual(document)
  })
})

describe('ledgerStatusDocument', () => {
  it('has the published shape, with null for what is not known', () => {
    const document = ledgerStatusDocument({
      engine: 'clickhouse',
      location: 'clickhouse://host/database',
      rows: { events: 3 },
      quarantined: [{ source: 'github', reason: 'It is no object.', count: 2 }],
      waiting: 1,
    })

    expect(ledgerSchema.parse(document)).toEqual(document)
    expect(document.status).toMatchObject({ bytes: null, lastEventAt: null, waiting: 1 })
  })
})
