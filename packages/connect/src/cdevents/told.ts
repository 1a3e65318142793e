import {
  changeId,
  eventId,
  instant,
  revision,
  type ChangeId,
  type DeliveryEvent,
  type Instant,
  type RepositoryName,
  type Revision,
} from '@sluice/model'
import type { RepositoryTestResult } from '../junit/collect-cases.ts'
import { findCarried } from '../records/change-reference.ts'
import { isRevision } from '../records/is-revision.ts'
import { findRepository } from '../records/repository-reference.ts'
import { safeAddress } from '../records/safe-address.ts'
import type { CdEvent } from './cd-event.ts'
import { findRevision } from './purl.ts'
import type { SubjectMemory } from './subject-memory.ts'

export interface CdEventContext {
  /** Of events that name none. */
  readonly repository: RepositoryName
  readonly receivedAt: Instant
  /** Steps of earlier deliveries; it is read and added to. */
  readonly memory: SubjectMemory
}

/** An event together with where it belongs. */
export interface Told {
  readonly event: CdEvent
  readonly repository: RepositoryName
  readonly context: CdEventContext
}

/** What became of one event. */
export type Outcome =
  | { readonly kind: 'events'; readonly events: readonly DeliveryEvent[] }
  | { readonly kind: 'test'; readonly result: RepositoryTestResult }
  | { readonly kind: 'unused'; readonly what: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'rejected'; readonly reason: string }

export const noRevision: Outcome = {
  kind: 'rejected',
  reason:
    'It names no commit: put the full hash into customData.revision, or give a package URL that names it.',
}

export function header(told: Told, what: string): Pick<DeliveryEvent, 'id' | 'source' | 'repository' | 'at'> {
  return {
    id: eventId(`cdevents:${what}`),
    source: 'cdevents',
    repository: told.repository,
    at: told.event.at,
  }
}

export function one(event: DeliveryEvent): Outcome {
  return { kind: 'events', events: [event] }
}

export function repositoryOf(event: CdEvent, context: CdEventContext): RepositoryName | undefined {
  const { id = '', source = '' } = event.subject.content.repository ?? {}
  const named = event.custom.repository ?? [source, id].filter((part) => part !== '').join('/')
  if (named === '') return context.repository
  const found = findRepository(named, context.repository)
  return found.ok ? found.value : undefined
}

export function changeOf(event: CdEvent, repository: RepositoryName): ChangeId | undefined {
  const { id } = event.subject
  const found = findCarried(/^\d+$/.test(id) ? `${changeMark(repository)}${id}` : id, repository)
  return found?.kind === 'change' ? found.id : undefined
}

export function changesOf(event: CdEvent, repository: RepositoryName): readonly ChangeId[] {
  const { change, changes = [] } = event.custom
  return [...(change === undefined ? [] : [change]), ...changes].flatMap((word) => {
    const found = findCarried(/^\d+$/.test(word) ? `${changeMark(repository)}${word}` : word, repository)
    return found?.kind === 'change' ? [found.id] : []
  })
}

export function changesOfCauses({ event, context }: Told): readonly ChangeId[] {
  return event.causes.flatMap((cause) =>
    Object.values(context.memory.get(`event:${cause}`) ?? {}).flatMap(({ changes = [] }) =>
      changes.map((change) => changeId(change)),
    ),
  )
}

export function revisionOf(event: CdEvent): Revision | undefined {
  return statedRevision(event) ?? findRevision(event.subject.content.artifactId)
}

export function statedRevision({ custom }: CdEvent): Revision | undefined {
  const stated = (custom.revision ?? custom.sha ?? custom.commit ?? '').toLowerCase()
  return isRevision(stated) ? revision(stated) : undefined
}

export function subjectKey(event: CdEvent): string {
  return `${event.kind.split('.')[0]}:${nativeOf(event)}`
}

export function runReference(event: CdEvent): string | undefined {
  const run = event.subject.content.pipelineRun
  if (run === undefined || run.id === '') return undefined
  return `pipelinerun:${encodeURIComponent(run.source ?? event.source)}/${encodeURIComponent(run.id)}`
}

/** Ids are unique within their source only. */
export function nativeOf(event: CdEvent): string {
  return `${encodeURIComponent(event.subject.source ?? event.source)}/${encodeURIComponent(event.subject.id)}`
}

export function addressOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : safeAddress(url)
}

/** The moment a producer gives for a beginning; one that cannot be is left out. */
export function instantOf(value: string | number | undefined, end: Instant): Instant {
  if (value === undefined) return end
  const at = typeof value === 'number' ? value : Date.parse(value)
  return Number.isInteger(at) && at > 0 && at <= end ? instant(at) : end
}

/** A bare number is a merge request where the host is a GitLab, and a pull request anywhere else. */
function changeMark(repository: RepositoryName): '!' | '#' {
  return (repository.split('/')[0] ?? '').includes('gitlab') ? '!' : '#'
}
