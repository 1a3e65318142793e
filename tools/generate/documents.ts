import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../workspace.ts'
import { commandReference } from './command-reference.ts'
import type { GeneratedDocument } from './document.ts'
import { errorReference } from './error-reference.ts'
import { analysisSchema, doctorSchema, ledgerSchemas } from './json-schemas.ts'
import { methodReference } from './method-reference.ts'
import { metricReference } from './metric-reference.ts'
import { recordFieldTables } from './record-field-tables.ts'
import { ringTable } from './ring-table.ts'

/** Every document that a program writes. */
const documents: readonly GeneratedDocument[] = [
  ringTable,
  errorReference,
  commandReference,
  methodReference,
  metricReference,
  recordFieldTables,
  analysisSchema,
  doctorSchema,
  ...ledgerSchemas,
]

/** A document whose text differs from what its source says. */
export interface StaleDocument {
  readonly path: string
  readonly text: string
}

/** Renders every document and gives back those that differ from what stands in the repository. */
export async function findStaleDocuments(): Promise<readonly StaleDocument[]> {
  const rendered = await Promise.all(
    documents.map(async ({ path, render }) => {
      const current = readOrEmpty(join(repositoryRoot, path))
      const text = await render(current)
      return text === current ? [] : [{ path, text }]
    }),
  )
  return rendered.flat()
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It was never generated.
    return ''
  }
}
