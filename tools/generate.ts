/**
 * Writes the generated documents anew: `npm run generate`. With `--check` it writes nothing and fails when one of
 * them is stale.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findStaleDocuments } from './generate/documents.ts'
import { repositoryRoot } from './workspace.ts'

const isCheck = process.argv.includes('--check')
const stale = await findStaleDocuments()

for (const { path, text } of stale) {
  process.stdout.write(`${path}: ${isCheck ? 'stale' : 'written'}\n`)
  if (isCheck) continue
  mkdirSync(dirname(join(repositoryRoot, path)), { recursive: true })
  writeFileSync(join(repositoryRoot, path), text)
}
if (isCheck && stale.length > 0) process.exitCode = 1
