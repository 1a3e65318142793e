import { Secret, type HttpWait } from '@sluice/connect'
import type { Instant, RepositoryName } from '@sluice/model'
import { engineError } from '../errors.ts'
import { nearestOf } from '../nearest.ts'
import { readInstant } from '../read-instant.ts'
import type { RecordedStream, StreamProgress } from '../recording/record-pages.ts'
import type { Notice } from '../repository-analysis.ts'
import { findReference } from '../repository-reference.ts'
import { withLedger, type WithLedgerOptions } from '../with-ledger.ts'
import type { Forge } from './forge.ts'
import { githubForge } from './github-forge.ts'
import { gitlabForge } from './gitlab-forge.ts'

export interface SyncOptions extends WithLedgerOptions {
  readonly source: ForgeId
  /** See `findReference`. */
  readonly repository?: string | undefined
  readonly folder: string
  /** See `readInstant`. Defaults to 64 weeks: the default window, and what is needed to judge its beginning. */
  readonly since?: string | undefined
  readonly apiUrl?: string | undefined
  readonly incidentLabels?: readonly string[] | undefined
  /** Regular expression of the environments that users meet. */
  readonly production?: string | undefined
  /** Streams to read. Defaults to all. */
  readonly only?: readonly string[] | undefined
  /** Read everything again, as after gaps. Defaults to false. */
  readonly again?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: StreamProgress) => void
  readonly onWait?: (wait: HttpWait) => void
}

/** What a synchronisation did. */
export interface SyncReport {
  readonly source: ForgeId
  readonly repository: RepositoryName
  /** Where it was written. */
  readonly ledger: string
  readonly since: Instant
  readonly streams: readonly RecordedStream[]
  readonly requests: number
  readonly isContinued: boolean
  readonly notices: readonly Notice[]
}

const forges = { github: githubForge, gitlab: gitlabForge } satisfies Record<string, Forge>

/** Forges that can be read, by the word that a person types. */
export type ForgeId = keyof typeof forges

export function isForgeId(word: string | undefined): word is ForgeId {
  return word !== undefined && Object.hasOwn(forges, word)
}

const defaultReach = '64w'

/**
 * Reads the past of a repository from its forge into the ledger, from where it was left.
 *
 * @throws STREAM_UNKNOWN, PATTERN_INVALID, TIME_NOT_UNDERSTOOD, the errors of `findReference`, of `@sluice/connect`
 * and of `@sluice/ledger`
 */
export async function syncRepository(options: SyncOptions): Promise<SyncReport> {
  const { source, apiUrl, environment, clock } = options
  const forge: Forge = forges[source]
  for (const stream of options.only ?? []) refuseUnknown(stream, forge.streams)
  const production = options.production === undefined ? undefined : patternOf(options.production)
  const now = clock.now()
  const since = readInstant(options.since ?? defaultReach, {
    option: '--since',
    now,
    anchor: now,
    findTag: () => undefined,
  })
  const reference = await findReference({
    folder: options.folder,
    repository: options.repository,
    defaultHost: apiUrl === undefined ? forge.host : forge.hostOf(apiUrl),
    ...(options.signal !== undefined && { signal: options.signal }),
  })
  const token = findToken(forge.tokenVariables, environment)
  return withLedger(options, async (ledger) => {
    const { incidentLabels, only, again = false, signal, onProgress, onWait } = options
    const how = {
      apiUrl,
      token,
      incidentLabels,
      production,
      only,
      again,
      ledger,
      clock,
      signal,
      onProgress,
      onWait,
    }
    const synced = await forge.sync({ reference, since, ...how })
    return {
      source,
      repository: reference.name,
      ledger: ledger.location,
      since,
      ...synced,
      notices: [
        ...(token === undefined ? [withoutToken(forge)] : []),
        ...renamedNotices(reference.name, synced.streams),
      ],
    }
  })
}

function refuseUnknown(stream: string, streams: readonly string[]): void {
  if (streams.includes(stream)) return
  throw engineError('STREAM_UNKNOWN', {
    stream,
    streams: streams.join(', '),
    nearest: nearestOf(stream, streams) ?? '',
  })
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'iu')
  } catch (cause) {
    throw engineError('PATTERN_INVALID', { option: '--production', pattern: text }, cause)
  }
}

function findToken(
  variables: readonly string[],
  environment: SyncOptions['environment'],
): Secret | undefined {
  for (const variable of variables) {
    const value = environment[variable]?.trim()
    if (value !== undefined && value !== '') return new Secret(value)
  }
  return undefined
}

/** A forge answers for a repository under its old name too, and tells the new one in everything that it answers. */
function renamedNotices(asked: RepositoryName, streams: readonly RecordedStream[]): readonly Notice[] {
  const others = new Set(streams.flatMap(({ repositories }) => repositories).filter((name) => name !== asked))
  return [...others].map((name) => ({
    code: 'REPOSITORY_RENAMED',
    message: `The forge calls ${asked} now ${name}, and the ledger knows it by that name.`,
    hint: `Set the origin of the clone to its new address ("git remote set-url origin …"), or analyze with --repository ${name}.`,
  }))
}

function withoutToken({ title, tokenVariables }: Forge): Notice {
  return {
    code: 'READ_WITHOUT_TOKEN',
    message: `Nobody signed in to ${title}: only public repositories can be read, and few requests an hour are allowed.`,
    hint: `Set ${tokenVariables[0] ?? 'a token'} to a token that may read the repository.`,
  }
}
