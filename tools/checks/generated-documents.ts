import { findStaleDocuments } from '../generate/documents.ts'
import type { Check } from './check.ts'

export const generatedDocumentCheck: Check = {
  name: 'generated',
  remedy: 'npm run generate',
  run: async () => (await findStaleDocuments()).map(({ path }) => `${path} is stale`),
}
