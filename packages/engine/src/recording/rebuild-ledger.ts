import type { RebuildOptions, RebuildResult } from '@sluice/ledger'
import { withLedger, type WithLedgerOptions } from '../with-ledger.ts'
import { withAuthorship } from './with-authorship.ts'

/**
 * Derives all facts of the ledger again, with what this version of sluice knows of AI tools and bots.
 *
 * @throws the errors of `@sluice/ledger`
 */
export function rebuildLedger(
  options: WithLedgerOptions & Omit<RebuildOptions, 'refine'>,
): Promise<RebuildResult> {
  const { onProgress, signal } = options
  return withLedger(options, (ledger) =>
    ledger.rebuild({
      refine: withAuthorship,
      ...(onProgress !== undefined && { onProgress }),
      ...(signal !== undefined && { signal }),
    }),
  )
}
