import type { SourceId } from '@sluice/flow'
import type { SourceReading } from './ledger-reading.ts'

/**
 * Which kinds of source were read, even if they told nothing: a forge that was asked for its incidents and knows none
 * is connected. Only what a source has told leaves an event, so a synchronisation leaves its cursor as the sign.
 */
export function connectedSources({ sources, streams }: SourceReading): readonly SourceId[] {
  const kinds = new Set(sources.map(({ kind }) => kind))
  const connected: SourceId[] = []
  if (kinds.has('change')) connected.push('forge')
  if (kinds.has('ci-run') || streams.has('runs') || streams.has('pipelines')) connected.push('ci')
  if (kinds.has('deployment')) connected.push('deployments')
  if (kinds.has('incident') || streams.has('incidents')) connected.push('incidents')
  return connected
}
