/** Fails when the packages do not keep to the house: `node --import tsx tools/check-boundaries.ts`. */
import { findBoundaryViolations } from './boundaries/find-boundary-violations.ts'

const violations = findBoundaryViolations()
for (const { place, message } of violations) process.stdout.write(`${place}: ${message}\n`)
if (violations.length > 0) process.exitCode = 1
