import { describe, expect, it } from 'vitest'
import { deploymentFields } from '../deployments/deployment-fields.ts'
import { incidentFields } from '../incidents/incident-fields.ts'
import { comparableName, indexOfNames, type FieldTable } from './field-table.ts'

const tables: readonly (readonly [string, FieldTable])[] = [
  ['deployments', deploymentFields],
  ['incidents', incidentFields],
]

describe('indexOfNames', () => {
  it.each(tables)('knows one field for every name of %s', (_, table) => {
    const names = Object.entries(table).flatMap(([field, { synonyms }]) =>
      [field, ...synonyms].map(comparableName),
    )

    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
    expect(indexOfNames(table).size).toBe(names.length)
  })
})

describe('comparableName', () => {
  it('is one for every way to write a name', () => {
    expect(
      ['commit_sha', 'commitSha', 'Commit SHA', 'commit-sha', '  COMMIT.SHA '].map(comparableName),
    ).toEqual(Array.from({ length: 5 }, () => 'commitsha'))
  })
})
