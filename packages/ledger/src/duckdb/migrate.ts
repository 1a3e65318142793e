import type { DuckDBConnection } from '@duckdb/node-api'
import { ledgerError } from '../errors.ts'
import { checksumOf, migrationsToRun, refuseChangedSteps, type Migration } from '../migration.ts'
import { rowsOf, type LedgerFile } from './ledger-file.ts'
import { schemaStatements } from './schema.ts'

/** Made from the description of the tables; a test holds its text still once it is released. */
export const ledgerMigrations: readonly Migration[] = [{ id: 'ledger/1', statements: schemaStatements() }]

/**
 * Brings the tables of a file up to date, all or nothing.
 *
 * @throws LEDGER_TOO_NEW, LEDGER_MIGRATION_CHANGED, LEDGER_FOREIGN_FILE
 */
export async function migrateLedger(file: LedgerFile, now: number): Promise<void> {
  await file.transaction(async (writer) => {
    const applied = await appliedMigrations(writer, file.path)
    for (const { id, statements } of migrationsToRun(ledgerMigrations, [...applied.keys()])) {
      for (const statement of statements) await writer.run(statement)
      await recordMigration(writer, { id, statements, now })
    }
    refuseChangedSteps(ledgerMigrations, applied)
  })
}

async function appliedMigrations(
  writer: DuckDBConnection,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const tables = await rowsOf(writer, 'select table_name from duckdb_tables() where not internal')
  if (tables.length === 0) return new Map()
  if (!tables.some((table) => table['table_name'] === 'migrations')) {
    throw ledgerError('LEDGER_FOREIGN_FILE', { path })
  }
  const rows = await rowsOf(writer, 'select * from migrations')
  if (rows.some(({ id, checksum }) => typeof id !== 'string' || typeof checksum !== 'string')) {
    throw ledgerError('LEDGER_FOREIGN_FILE', { path })
  }
  return new Map(rows.map(({ id, checksum }) => [String(id), String(checksum)]))
}

async function recordMigration(
  writer: DuckDBConnection,
  { id, statements, now }: Migration & { readonly now: number },
): Promise<void> {
  await writer.run('insert into migrations (id, checksum, applied_at) values ($1, $2, $3)', [
    id,
    checksumOf(statements),
    BigInt(now),
  ])
}
