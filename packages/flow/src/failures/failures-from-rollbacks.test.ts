import { fc, test } from '@fast-check/vitest'
import { hour, revision, serviceId, shift, type Deployment } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aDeployment, at } from '../testing/index.ts'
import { failuresFromRollbacks } from './failures-from-rollbacks.ts'

const monday = at('2026-11-02')

/** Deployments of the given revisions, an hour apart; a small letter is one that did not succeed. */
function lineOf(revisions: string, partial: Partial<Deployment> = {}): readonly Deployment[] {
  return [...revisions].map((letter, hours) =>
    aDeployment(hours, {
      revision: revision(letter.toUpperCase()),
      finishedAt: shift(monday, hours * hour),
      outcome: letter === letter.toUpperCase() ? 'succeeded' : 'failed',
      ...partial,
    }),
  )
}

/** Places of the deployments that failed, and of what repaired them. */
function rolledBack(deployments: readonly Deployment[]): readonly (readonly [number, number])[] {
  const placeOf = (id: string | undefined): number => deployments.findIndex((each) => each.id === id)
  return failuresFromRollbacks(deployments).map(({ deployment, remediation }) => [
    placeOf(deployment),
    placeOf(remediation),
  ])
}

describe('failuresFromRollbacks', () => {
  it('blames what ran before an older revision was put back, and takes the rollback for the repair', () => {
    const deployments = lineOf('ABA')

    expect(failuresFromRollbacks(deployments)).toEqual([
      {
        deployment: deployments[1]?.id,
        rung: 'rollback',
        remediation: deployments[2]?.id,
        knownAt: shift(monday, 2 * hour),
      },
    ])
  })

  it.each([
    ['a revision that is deployed again', 'AAB', []],
    ['what was rolled back and goes forward again', 'ABAB', [[1, 2]]],
    ['a step back over several', 'ABCA', [[2, 3]]],
    [
      'steps back one after another',
      'ABCBA',
      [
        [2, 3],
        [3, 4],
      ],
    ],
    ['one that did not even succeed', 'AbA', [[1, 2]]],
    ['a rollback that did not succeed itself', 'ABa', []],
    ['another attempt at one that did not succeed', 'AbB', []],
  ])('knows %s', (_, revisions, expected) => {
    expect(rolledBack(lineOf(revisions))).toEqual(expected)
  })

  it('believes a source that says so, for a revision that was never seen there', () => {
    const [first, second] = lineOf('AB')
    if (first === undefined || second === undefined) throw new TypeError('two')

    expect(rolledBack([first, { ...second, isRollback: true }])).toEqual([[0, 1]])
  })

  it('asks a clone whether a revision is an ancestor of the one before', () => {
    const deployments = lineOf('BA')

    expect(rolledBack(deployments)).toEqual([])
    expect(
      failuresFromRollbacks(deployments, (older, newer) => older === 'A' && newer === 'B'),
    ).toMatchObject([{ deployment: deployments[0]?.id }])
  })

  it('looks at every service and environment on its own', () => {
    const elsewhere = lineOf('A', { service: serviceId('search'), finishedAt: shift(monday, 9 * hour) })
    const inEurope = lineOf('A', { environment: 'eu', finishedAt: shift(monday, 9 * hour) })

    expect(failuresFromRollbacks([...lineOf('AB'), ...elsewhere, ...inEurope])).toEqual([])
  })

  test.prop([fc.array(fc.constantFrom('A', 'B', 'C', 'a', 'b'), { maxLength: 12 })], {
    seed: 31,
    numRuns: 300,
  })(
    'blames no deployment twice, nor one that came after its repair, in whatever order it is told',
    (letters) => {
      const deployments = lineOf(letters.join(''))
      const links = failuresFromRollbacks(deployments)

      expect(new Set(links.map(({ deployment }) => deployment)).size).toBe(links.length)
      expect(rolledBack(deployments).every(([failed, repair]) => failed < repair)).toBe(true)
      expect(failuresFromRollbacks(deployments.toReversed())).toEqual(links)
    },
  )
})
