/**
 * The house: every package, its ring and whom it may import. The one source of it; `npm run check` enforces it
 * and ARCHITECTURE.md shows it.
 */

/** One package of the house, built or planned. */
export interface Room {
  /** Folder under `packages/`. */
  readonly package: string
  readonly ring: Ring
  /** What it holds, in one line. */
  readonly holds: string
  /** Packages that it may import. */
  readonly mayImport: readonly string[]
  /** Packages of which it may import types, and nothing that runs. */
  readonly mayImportTypesOf: readonly string[]
  /** No clock, no randomness, no input or output: what it needs is handed in. */
  readonly isPure: boolean
}

export type Ring = 0 | 1 | 2 | 3 | 4 | 5

export const house: readonly Room[] = [
  room(0, 'model', {
    holds: 'the words: ids, changes, deployments, failures, stages; errors, `Result`, `Clock`, `Rng`',
    isPure: true,
  }),
  room(0, 'stats', {
    holds: 'the numbers: estimates with intervals, quantiles, survival, change-points, special functions',
    isPure: true,
  }),
  room(1, 'git', {
    holds: 'reads a repository: history, diffs, trees, refs; streaming, nothing that is not needed',
    mayImport: ['model'],
  }),
  room(1, 'code', {
    holds: 'the code graph: imports, exports, packages, impact sets; cached by blob id',
    mayImport: ['model', 'git'],
  }),
  room(2, 'flow', {
    holds: 'the value stream: five DORA metrics, stages, trends, cohorts, what to look at next',
    mayImport: ['model', 'stats'],
    isPure: true,
  }),
  room(2, 'test-intelligence', {
    holds: 'selection of tests, recorded dependencies, order, shards, flakiness, audit',
    mayImport: ['model', 'stats', 'git', 'code'],
  }),
  room(2, 'security', {
    holds: 'secrets, code rules and taint, dependencies, pipeline files, fingerprints, policy',
    mayImport: ['model', 'stats', 'git', 'code'],
  }),
  room(2, 'review', {
    holds: 'risk, routing, behaviour brief, gate decision',
    mayImport: ['model', 'stats', 'git', 'code'],
  }),
  room(2, 'rollout', {
    holds: 'windows to evidence to verdict, the rollout state machine, drills',
    mayImport: ['model', 'stats'],
    isPure: true,
  }),
  room(2, 'experiment', {
    holds: 'flags, assignment, exposure, analysis, verdicts, ramps',
    mayImport: ['model', 'stats'],
    isPure: true,
  }),
  room(3, 'ledger', {
    holds: 'events and facts, embedded or at scale',
    mayImport: ['model'],
  }),
  room(3, 'connect', {
    holds: 'one folder for each source or target: forges, test reports, events, metrics, traffic',
    mayImport: ['model'],
  }),
  room(4, 'engine', {
    holds: 'use cases: the only place where levers meet ledger, connectors, git and the clock',
    mayImport: [
      'model',
      'stats',
      'git',
      'code',
      'flow',
      'test-intelligence',
      'security',
      'review',
      'rollout',
      'experiment',
      'ledger',
      'connect',
    ],
  }),
  room(4, 'api', {
    holds: 'the HTTP contract: request and response schemas',
    mayImport: ['model'],
  }),
  room(5, 'server', {
    holds: 'HTTP, webhooks, sign-in, jobs',
    mayImport: ['engine', 'api', 'model'],
  }),
  room(5, 'web', {
    holds: 'the dashboard; sees only the contract',
    mayImport: ['api'],
  }),
  room(5, 'cli', {
    holds: 'the `sluice` binary: commands, rendering, exit codes',
    mayImport: ['engine', 'model'],
    mayImportTypesOf: ['flow', 'stats'],
  }),
]

/** The room of a package folder, if the house has one. */
export function findRoom(packageFolder: string, rooms: readonly Room[] = house): Room | undefined {
  return rooms.find((candidate) => candidate.package === packageFolder)
}

function room(ring: Ring, name: string, rest: Partial<Room> & Pick<Room, 'holds'>): Room {
  return { package: name, ring, mayImport: [], mayImportTypesOf: [], isPure: false, ...rest }
}
