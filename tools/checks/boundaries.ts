import { findBoundaryViolations } from '../boundaries/find-boundary-violations.ts'
import type { Check } from './check.ts'

export const boundaryCheck: Check = {
  name: 'boundaries',
  remedy: 'move the code to a lower ring, or argue for a change of tools/house.ts',
  run: () => Promise.resolve(findBoundaryViolations().map(({ place, message }) => `${place}: ${message}`)),
}
