import { analysisJsonSchema, doctorJsonSchema } from '../../packages/cli/src/json/json-schemas.ts'
import type { GeneratedDocument } from './document.ts'

export const analysisSchema: GeneratedDocument = {
  path: 'docs/reference/analysis.schema.json',
  render: () => Promise.resolve(analysisJsonSchema()),
}

export const doctorSchema: GeneratedDocument = {
  path: 'docs/reference/doctor.schema.json',
  render: () => Promise.resolve(doctorJsonSchema()),
}
