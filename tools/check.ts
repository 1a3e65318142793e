/**
 * Checks every fact about the repository that a machine can hold: `npm run check`.
 *
 * `npm run check -- lint types` runs some of them. `npm run check -- --report` prints the shape of the code
 * instead, which is for people to judge and never fails.
 */
import { boundaryCheck } from './checks/boundaries.ts'
import type { Check } from './checks/check.ts'
import { errorCodeCheck } from './checks/error-codes.ts'
import { generatedDocumentCheck } from './checks/generated-documents.ts'
import { hygieneCheck } from './checks/hygiene.ts'
import { linkCheck } from './checks/markdown-links.ts'
import { packedPackageCheck } from './checks/packed-package.ts'
import { shownCommandCheck } from './checks/shown-commands.ts'
import { deadCodeCheck, formatCheck, lintCheck, typeCheck } from './checks/tool-checks.ts'
import { shapeReport } from './shape.ts'

const checks: readonly Check[] = [
  formatCheck,
  lintCheck,
  boundaryCheck,
  typeCheck,
  deadCodeCheck,
  generatedDocumentCheck,
  errorCodeCheck,
  shownCommandCheck,
  linkCheck,
  packedPackageCheck,
  hygieneCheck,
]

interface Outcome {
  readonly check: Check
  readonly problems: readonly string[]
  readonly seconds: number
}

const asked = process.argv.slice(2)
if (asked.includes('--report')) process.stdout.write(shapeReport())
else await runChecks(asked)

async function runChecks(names: readonly string[]): Promise<void> {
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name))
  if (chosen.length === 0) {
    process.stderr.write(`There are the checks ${checks.map(({ name }) => `"${name}"`).join(', ')}.\n`)
    process.exitCode = 2
    return
  }
  const outcomes = await Promise.all(chosen.map(runCheck))
  const failed = outcomes.filter(({ problems }) => problems.length > 0)

  for (const { check, problems } of failed) {
    process.stdout.write(`${check.name}\n${problems.map((problem) => `  ${problem}`).join('\n')}\n\n`)
  }
  process.stdout.write(outcomeTable(outcomes))
  if (failed.length > 0) process.exitCode = 1
}

async function runCheck(check: Check): Promise<Outcome> {
  const startedAt = performance.now()
  const problems = await check
    .run()
    .catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)])
  return { check, problems, seconds: (performance.now() - startedAt) / 1000 }
}

function outcomeTable(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ check, problems, seconds }) => {
    const result = problems.length === 0 ? 'pass' : 'FAIL'
    const remedy = problems.length === 0 ? '' : `  to fix: ${check.remedy}`
    return `${check.name.padEnd(15)} ${result} ${seconds.toFixed(1).padStart(5)} s${remedy}\n`
  })
  return lines.join('')
}
