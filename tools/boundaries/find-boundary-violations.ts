import { join } from 'node:path'
import { house } from '../house.ts'
import { readPackageFile, repositoryRoot } from '../workspace.ts'
import { findViolations, type Violation } from './find-violations.ts'
import { readSourcePackages } from './source-tree.ts'

/** Compares the packages of this repository with the house. */
export function findBoundaryViolations(): readonly Violation[] {
  const { devDependencies = {} } = readPackageFile(join(repositoryRoot, 'package.json'))
  return findViolations(readSourcePackages(), { rooms: house, testTools: Object.keys(devDependencies) })
}
