import { z } from 'zod'

// Shapes of what the commands around the ledger print with --json. Loaded by the documentation generator and tests,
// never by a command.

const count = z.int().nonnegative()
const time = z.iso.datetime().describe('ISO 8601, UTC.')
const recorded = {
  recorded: count.describe('New events and observations.'),
  repeated: count.describe('Known already, and not recorded again.'),
  quarantined: count.describe('Not understood, and set aside.'),
}
const problem = z.strictObject({ code: z.string(), message: z.string(), hint: z.string() })

export const syncSchema = z
  .strictObject({
    schema: z.literal('sluice.sync/1'),
    source: z.string(),
    repository: z.string().describe('host/path.'),
    ledger: z.string().describe('Where it was written.'),
    since: time.describe('How far back was read.'),
    isContinued: z.boolean().describe('It went on where an earlier run had stopped.'),
    requests: count,
    streams: z.array(
      z.strictObject({
        stream: z.string(),
        items: count.describe('Read from the source, such as pull requests.'),
        ...recorded,
        gaps: z.array(problem).describe('Parts that could not be read.'),
      }),
    ),
    notices: z.array(problem),
  })
  .describe('What a synchronisation read.')
export type SyncDocument = z.infer<typeof syncSchema>

export const ingestSchema = z
  .strictObject({
    schema: z.literal('sluice.ingest/1'),
    kind: z.string(),
    repository: z.string().describe('host/path.'),
    ledger: z.string(),
    files: z.array(
      z.strictObject({
        file: z.string().describe('- is standard input.'),
        ...recorded,
        failure: problem
          .nullable()
          .describe('Why it could not be read to its end; what came before is kept.'),
      }),
    ),
  })
  .describe('What became of files.')
export type IngestDocument = z.infer<typeof ingestSchema>

export const recordSchema = z
  .strictObject({
    schema: z.literal('sluice.record/1'),
    kind: z.string(),
    repository: z.string().describe('host/path.'),
    ledger: z.string(),
    id: z.string().describe('Recording the same id again brings it up to date.'),
    ...recorded,
  })
  .describe('What was recorded.')
export type RecordDocument = z.infer<typeof recordSchema>

export const ledgerSchema = z
  .strictObject({
    schema: z.literal('sluice.ledger/1'),
    status: z
      .strictObject({
        engine: z.enum(['duckdb', 'clickhouse']),
        location: z.string(),
        bytes: count.nullable(),
        rows: z.record(z.string(), count).describe('By table.'),
        quarantined: z.array(z.strictObject({ source: z.string(), reason: z.string(), count })),
        waiting: count.describe('Batches that wait until every node is back.'),
        lastEventAt: time.nullable(),
      })
      .optional()
      .describe('Of "status".'),
    moved: z
      .strictObject({
        folder: z.string(),
        files: z.array(z.strictObject({ table: z.string(), rows: count })),
      })
      .optional()
      .describe('Of "export" and "import".'),
    rebuilt: z.strictObject({ events: count }).optional().describe('Of "rebuild".'),
  })
  .describe('What was asked of the ledger.')
export type LedgerDocument = z.infer<typeof ledgerSchema>
