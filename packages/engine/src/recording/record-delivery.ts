import { deploymentEvents, incidentEvents, recordedIncidentId, type MappedInput } from '@sluice/connect'
import type { AppendResult, Ledger } from '@sluice/ledger'
import { findRevision, openRepository } from '@sluice/git'
import type { Instant, RepositoryName } from '@sluice/model'
import { engineError } from '../errors.ts'
import { findReference } from '../repository-reference.ts'
import { withLedger, type WithLedgerOptions } from '../with-ledger.ts'

export interface RecordOptions extends WithLedgerOptions {
  readonly kind: RecordKind
  /** See `findReference`. */
  readonly repository?: string | undefined
  readonly folder: string
  readonly said: RecordedWords
  readonly signal?: AbortSignal
}

export const recordKinds = ['deployment', 'incident'] as const
export type RecordKind = (typeof recordKinds)[number]

/** What a person or a step of a pipeline says of one deployment or incident. Times as ISO 8601. */
export interface RecordedWords {
  readonly service?: string | undefined
  readonly environment?: string | undefined
  /** Of a deployment it defaults to HEAD of the clone; anything that git can resolve there. */
  readonly sha?: string | undefined
  readonly name?: string | undefined
  readonly id?: string | undefined
  readonly started?: string | undefined
  readonly finished?: string | undefined
  readonly result?: string | undefined
  readonly rollback?: boolean
  readonly unplanned?: boolean
  readonly deployment?: string | undefined
}

export interface RecordReport extends AppendResult {
  readonly kind: RecordKind
  readonly repository: RepositoryName
  readonly ledger: string
  /** The id under which it can be recorded again. */
  readonly id: string
}

/**
 * Records one deployment or incident as it happens: a time that is not given is now.
 *
 * @throws RECORD_REFUSED, the errors of `findReference` and of `@sluice/ledger`
 */
export async function recordDelivery(options: RecordOptions): Promise<RecordReport> {
  const { kind, folder, signal, said, clock } = options
  const { name: repository } = await findReference({
    folder,
    repository: options.repository,
    ...(signal !== undefined && { signal }),
  })
  const context = { repository, receivedAt: clock.now(), isLive: true }
  const sha = await resolveSha(options)
  return withLedger(options, async (ledger) => {
    const mapped =
      kind === 'deployment'
        ? deploymentEvents(deploymentWords(said, sha), context)
        : incidentEvents(await incidentWords(said, sha, { ledger, repository }), context)
    const id = recordedId(mapped, kind)
    const result = await ledger.append({ events: mapped.events })
    return { kind, repository, ledger: ledger.location, id, ...result }
  })
}

/** A step of a pipeline stands in a clone of what it deploys, so a branch, a tag or a short hash will do. */
async function resolveSha({ kind, folder, said, signal }: RecordOptions): Promise<string | undefined> {
  const asked = said.sha ?? (kind === 'deployment' ? 'HEAD' : undefined)
  if (asked === undefined || isWhole(asked)) return asked
  const repository = await openRepository(folder, { signal }).catch(() => undefined)
  const found = repository && (await findRevision(repository, asked, { signal }))
  return found ?? said.sha
}

function isWhole(sha: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(sha)
}

function deploymentWords(said: RecordedWords, sha: string | undefined): object {
  return {
    sha,
    service: said.service,
    environment: said.environment,
    name: said.name,
    id: said.id,
    startedAt: said.started,
    finishedAt: said.finished,
    result: said.result,
    ...(said.rollback === true && { isRollback: true }),
    ...(said.unplanned === true && { isPlanned: false }),
  }
}

/** An incident that is recorded again keeps what was said of it before and is not said now. */
async function incidentWords(
  said: RecordedWords,
  sha: string | undefined,
  { ledger, repository }: { readonly ledger: Pick<Ledger, 'query'>; readonly repository: RepositoryName },
): Promise<object> {
  const id = said.id === undefined ? undefined : recordedIncidentId(repository, said.id)
  const known =
    id === undefined
      ? undefined
      : (await ledger.query('incidents', { repository })).find((incident) => incident.id === id)
  return {
    service: said.service ?? known?.service,
    title: said.name ?? known?.title,
    id: said.id,
    openedAt: said.started ?? isoOf(known?.openedAt),
    resolvedAt: said.finished ?? isoOf(known?.resolvedAt),
    severity: known?.severity,
    deployment: said.deployment ?? known?.deployment,
    environment: said.environment,
    sha: sha ?? known?.revision,
  }
}

function isoOf(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}

/** What cannot be recorded as it was said is refused as a whole: a pipeline should know at once. */
function recordedId({ events, rejected }: MappedInput, kind: RecordKind): string {
  const [problem] = rejected
  const [event] = events
  if (problem !== undefined || event === undefined) {
    throw engineError('RECORD_REFUSED', { kind, reason: problem?.reason ?? 'it says nothing' })
  }
  if (event.kind === 'deployment') return event.deployment.id
  return event.kind === 'incident' ? event.incident.id : event.id
}
