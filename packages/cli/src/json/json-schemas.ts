import { z } from 'zod'
import { analysisSchema } from './analysis-schema.ts'
import { doctorSchema } from './doctor-schema.ts'
import { ingestSchema, ledgerSchema, recordSchema, syncSchema } from './ledger-schemas.ts'

/** The text of `docs/reference/analysis.schema.json`: the JSON Schema of `sluice.analysis/1`. */
export function analysisJsonSchema(): string {
  return schemaText(analysisSchema)
}

/** The text of `docs/reference/doctor.schema.json`: the JSON Schema of `sluice.doctor/1`. */
export function doctorJsonSchema(): string {
  return schemaText(doctorSchema)
}

/** The texts of the JSON Schemas of what the commands around the ledger print, by the name of the file. */
export function ledgerJsonSchemas(): Readonly<Record<string, string>> {
  return {
    'sync.schema.json': schemaText(syncSchema),
    'ingest.schema.json': schemaText(ingestSchema),
    'record.schema.json': schemaText(recordSchema),
    'ledger.schema.json': schemaText(ledgerSchema),
  }
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`
}
