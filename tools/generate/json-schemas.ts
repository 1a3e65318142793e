import {
  analysisJsonSchema,
  doctorJsonSchema,
  ledgerJsonSchemas,
} from '../../packages/cli/src/json/json-schemas.ts'
import type { GeneratedDocument } from './document.ts'

export const analysisSchema: GeneratedDocument = {
  path: 'docs/reference/analysis.schema.json',
  render: () => Promise.resolve(analysisJsonSchema()),
}

export const doctorSchema: GeneratedDocument = {
  path: 'docs/reference/doctor.schema.json',
  render: () => Promise.resolve(doctorJsonSchema()),
}

export const ledgerSchemas: readonly GeneratedDocument[] = Object.entries(ledgerJsonSchemas()).map(
  ([file, text]) => ({ path: `docs/reference/${file}`, render: () => Promise.resolve(text) }),
)
