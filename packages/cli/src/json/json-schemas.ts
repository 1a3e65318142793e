import { z } from 'zod'
import { analysisSchema } from './analysis-schema.ts'
import { doctorSchema } from './doctor-schema.ts'

/** The text of `docs/reference/analysis.schema.json`: the JSON Schema of `sluice.analysis/1`. */
export function analysisJsonSchema(): string {
  return schemaText(analysisSchema)
}

/** The text of `docs/reference/doctor.schema.json`: the JSON Schema of `sluice.doctor/1`. */
export function doctorJsonSchema(): string {
  return schemaText(doctorSchema)
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`
}
