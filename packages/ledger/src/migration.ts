import { createHash } from 'node:crypto'
import { ledgerError } from './errors.ts'

/** One step of a schema. It is never changed once it was released; the next step repairs it. */
export interface Migration {
  /** `<what>/<number>`, numbered from 1 without a gap. */
  readonly id: string
  readonly statements: readonly string[]
}

/**
 * The steps that a database lacks, in order.
 *
 * @throws LEDGER_TOO_NEW when it has steps that this version of sluice does not know
 */
export function migrationsToRun(
  migrations: readonly Migration[],
  applied: readonly string[],
): readonly Migration[] {
  const [what = ''] = migrations[0]?.id.split('/') ?? []
  migrations.forEach(({ id }, index) => {
    if (id !== `${what}/${index + 1}`) throw new TypeError(`${id} is not step ${index + 1} of ${what}.`)
  })

  const known = new Set(migrations.map(({ id }) => id))
  const unknown = applied.filter((id) => !known.has(id))
  if (unknown.length > 0) throw ledgerError('LEDGER_TOO_NEW', { unknown })
  return migrations.filter(({ id }) => !applied.includes(id))
}

/** Tells the wording of statements from any other. */
export function checksumOf(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join(';\n')).digest('hex').slice(0, 16)
}

/**
 * Compares the steps with the checksums of those that were applied, by their id.
 *
 * @throws LEDGER_MIGRATION_CHANGED when one was applied in another wording
 */
export function refuseChangedSteps(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): void {
  for (const { id, statements } of migrations) {
    const checksum = applied.get(id)
    if (checksum !== undefined && checksum !== checksumOf(statements)) {
      throw ledgerError('LEDGER_MIGRATION_CHANGED', { migration: id })
    }
  }
}
