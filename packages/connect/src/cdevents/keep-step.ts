import { ciTriggers, type CiTrigger } from '@sluice/model'
import { present } from '../kit/present.ts'
import { combined, withStep, type Step, type Steps } from './subject-memory.ts'
import {
  addressOf,
  changesOf,
  revisionOf,
  statedRevision,
  subjectKey,
  type CdEventContext,
  type Told,
} from './told.ts'

/** The life of a run and of a job. */
export const runOrder = ['queued', 'started', 'finished'] as const

/** What is known of a subject with all its steps. */
export interface KnownSubject {
  readonly state: Step
  readonly steps: Readonly<Record<string, Step | undefined>>
}

/** Adds what the event tells to what is known of its subject. */
export function keepStep(told: Told): KnownSubject {
  const [, predicate = ''] = told.event.kind.split('.')
  const step = stepOf(told)
  const steps = remember(told.context, subjectKey(told.event), predicate, step)
  const order = told.event.kind.startsWith('incident.') ? ['detected', 'reported', 'resolved'] : runOrder
  return { state: combined(steps, order) ?? step, steps }
}

/** What one event tells. */
export function stepOf(told: Told): Step {
  const { event, repository } = told
  const { content } = event.subject
  const { custom } = event
  const isIncident = event.kind.startsWith('incident.')
  const changes = changesOf(event, repository)
  return present({
    at: event.at,
    event: event.id,
    name: content.pipelineName ?? content.taskName,
    title: content.description,
    // What runs where an incident was seen is not what caused it.
    revision: isIncident ? statedRevision(event) : revisionOf(event),
    branch: custom.branch,
    attempt: custom.attempt,
    trigger: findTrigger(custom.trigger),
    changes: changes.length === 0 ? undefined : changes,
    labels: custom.labels,
    outcome:
      content.outcome === undefined ? undefined : (custom.sluice.outcome ?? content.outcome.toLowerCase()),
    url: addressOf(custom.url ?? content.uri ?? content.url ?? content.ticketURI),
    service: custom.sluice.service ?? content.service?.id,
    severity: custom.severity,
    deployment: custom.deployment,
    run: custom.sluice.run,
    id: custom.sluice.id,
    nativeId: custom.sluice.nativeId,
  })
}

/** Adds a step to what is known of a subject. */
export function remember(context: CdEventContext, subject: string, name: string, step: Step): Steps {
  const steps = withStep(context.memory.get(subject), name, step)
  context.memory.set(subject, steps)
  return steps
}

function findTrigger(word: string | undefined): CiTrigger | undefined {
  return ciTriggers.find((trigger) => trigger === word)
}
