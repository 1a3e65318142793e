import { extname } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ledgerError } from '../errors.ts'
import { columnsOf, tableOf, type TableName } from '../tables/tables.ts'
import { rowsOf } from './ledger-file.ts'
import { duckdbType, quoted } from './schema.ts'

/**
 * Adds the rows of a file to a table inside DuckDB, so that none passes through JavaScript. Its columns go by the
 * names of the table's; further ones are left alone. Rows whose key is known are left alone too.
 *
 * @throws LEDGER_FILE_UNREADABLE
 */
export async function loadTable(
  writer: DuckDBConnection,
  table: TableName,
  path: string,
): Promise<{ readonly rows: number }> {
  const source = await readingOf(writer, table, path)
  const [before] = await rowsOf(writer, `select count(*)::double as rows from ${quoted(table)}`)
  const isEmpty = Number(before?.['rows']) === 0
  const columns = columnsOf(table)
    .map(({ name }) => quoted(name))
    .join(', ')
  const marker = await highestRowId(writer, table)
  await writer
    .run(
      `insert into ${quoted(table)} (${columns})
       select ${columns} from (${source}) as new ${isEmpty ? '' : knownFilter(table)}`,
    )
    .catch((error: unknown) => {
      throw unreadable(error, path)
    })
  const isNew = `rowid > ${marker}`
  await removeRepetitions(writer, table, isNew)
  const [added] = await rowsOf(writer, `select count(*)::double as rows from ${quoted(table)} where ${isNew}`)
  return { rows: Number(added?.['rows']) }
}

/** Text as it stands in a file name, for SQL. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

async function readingOf(writer: DuckDBConnection, table: TableName, path: string): Promise<string> {
  const file = readerOf(path)
  const described = await rowsOf(writer, `describe select * from ${file}`).catch((error: unknown) => {
    throw unreadable(error, path)
  })
  const present = new Set(described.map((column) => String(column['column_name'])))
  const absent = columnsOf(table).filter(({ name, isOptional }) => !isOptional && !present.has(name))
  if (absent.length > 0) {
    const names = absent.map(({ name }) => name).join(', ')
    throw ledgerError('LEDGER_FILE_UNREADABLE', {
      path,
      reason: `it has no column ${names}, which the table ${table} needs.`,
    })
  }
  const columns = columnsOf(table).map(({ name, kind }) => {
    // A version says how often a document was written here, so those from elsewhere begin anew.
    if (table === 'documents' && name === 'version') return `nextval('document_version') as version`
    return `${present.has(name) ? quoted(name) : 'null'}::${duckdbType(kind)} as ${quoted(name)}`
  })
  return `select ${columns.join(', ')} from ${file}`
}

function readerOf(path: string): string {
  const file = quotedText(path)
  switch (extname(path).toLowerCase()) {
    case '.parquet':
      return `read_parquet(${file})`
    case '.csv':
      return `read_csv(${file}, header = true)`
    case '.ndjson':
    case '.jsonl':
      return `read_json(${file}, format = 'newline_delimited')`
    default:
      throw ledgerError('LEDGER_FILE_UNREADABLE', {
        path,
        reason: 'its name ends in none of .parquet, .csv, .ndjson and .jsonl.',
      })
  }
}

/** What DuckDB says about the contents of a file; every other failure stays what it is. */
function unreadable(error: unknown, path: string): unknown {
  const reason = error instanceof Error ? error.message : String(error)
  return /^(binder|conversion|constraint|invalid input|io|out of range|parser|mismatch type) error/i.test(
    reason,
  ) && !/no space left/i.test(reason)
    ? ledgerError('LEDGER_FILE_UNREADABLE', { path, reason }, error)
    : error
}

async function highestRowId(writer: DuckDBConnection, table: TableName): Promise<string> {
  const [row] = await rowsOf(writer, `select coalesce(max(rowid), -1)::varchar as last from ${quoted(table)}`)
  return String(row?.['last'])
}

/** Columns by which a row counts as known: a list that is replaced as a whole is known by what it is of. */
function identityOf(table: TableName): readonly string[] {
  const { key, policy } = tableOf(table)
  return policy === 'replaced' ? key.slice(0, -1) : key
}

function knownFilter(table: TableName): string {
  const same = identityOf(table).map((column) => `known.${quoted(column)} = new.${quoted(column)}`)
  return `where not exists (select 1 from ${quoted(table)} as known where ${same.join(' and ')})`
}

/** Of the rows that are new, the first with a key stays. */
async function removeRepetitions(writer: DuckDBConnection, table: TableName, isNew: string): Promise<void> {
  const { key } = tableOf(table)
  const [last = ''] = key.slice(-1)
  const leading = key.slice(0, -1)
  // Counting within each leading part of the key takes a fraction of comparing whole keys.
  const repeated = await rowsOf(
    writer,
    `select 1 as found from ${quoted(table)} where ${isNew}
     ${leading.length > 0 ? `group by ${leading.map(quoted).join(', ')}` : ''}
     having count(*) > count(distinct ${quoted(last)}) limit 1`,
  )
  if (repeated.length === 0) return
  await writer.run(`delete from ${quoted(table)} where rowid in (
    select rowid from ${quoted(table)} where ${isNew}
    qualify row_number() over (partition by ${key.map(quoted).join(', ')} order by rowid) > 1)`)
}
