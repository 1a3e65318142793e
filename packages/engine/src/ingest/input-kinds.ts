import {
  getTimeZone,
  mapAlerts,
  mapCdEvents,
  mapTraces,
  readCloudEvents,
  readDeployments,
  readIncidents,
  readJunit,
  readOtlpTraces,
  reportId,
  subjectsOf,
  type FileContext,
  type MappedInput,
} from '@sluice/connect'
import type { LedgerBatch } from '@sluice/ledger'
import { ciRunId, revision } from '@sluice/model'
import type { InputContext, InputReader } from './ingest-files.ts'
import { jsonOf, textOf } from './input-text.ts'
import { openSubjectMemory } from './subject-memory.ts'

/** What files can hold, and how each is read. */
export const inputKinds = {
  junit: readReport,
  deployments: (input, context) => batchesOf(readDeployments(input.bytes(), fileContext(context))),
  incidents: (input, context) => batchesOf(readIncidents(input.bytes(), fileContext(context))),
  cdevents: readCdEvents,
  otel: readTraces,
  alerts: readAlerts,
} as const satisfies Record<string, InputReader>

/** Word that a person types: `sluice ingest junit`. */
export type InputKind = keyof typeof inputKinds

async function* readReport(
  ...[input, { repository, receivedAt, about }]: Parameters<InputReader>
): AsyncGenerator<LedgerBatch, void, void> {
  const origin = {
    repository,
    ...(about.sha !== undefined && { revision: revision(about.sha) }),
    ...(about.run !== undefined && { run: ciRunId(about.run) }),
  }
  const report = await reportId(input.bytes(), origin)
  for await (const { results, rejected } of readJunit(input.bytes(), { ...origin, report, receivedAt })) {
    yield { testResults: results, rejected }
  }
}

async function* readCdEvents(
  ...[input, { control, repository, receivedAt }]: Parameters<InputReader>
): AsyncGenerator<LedgerBatch, void, void> {
  const { events, broken } = readCloudEvents({ body: await textOf(input) })
  const memory = await openSubjectMemory(control, subjectsOf(events, receivedAt))
  const mapped = mapCdEvents(events, { repository, receivedAt, memory })
  const unreadable = broken.map(({ reason }, place) => ({
    id: `cdevents:${input.name}:${place}:${reason}`,
    source: 'cdevents',
    reason,
    excerpt: '',
    receivedAt,
  }))
  yield {
    events: mapped.events,
    testResults: mapped.testResults,
    rejected: [...mapped.rejected, ...unreadable],
  }
  await memory.save()
}

async function* readTraces(
  ...[input, { repository, receivedAt }]: Parameters<InputReader>
): AsyncGenerator<LedgerBatch, void, void> {
  yield kept(mapTraces(readOtlpTraces(await textOf(input)), { repository, receivedAt }))
}

async function* readAlerts(
  ...[input, { repository, receivedAt, about }]: Parameters<InputReader>
): AsyncGenerator<LedgerBatch, void, void> {
  for (const payload of await jsonOf(input)) {
    const { service } = about
    yield kept(mapAlerts(payload, { repository, receivedAt, ...(service !== undefined && { service }) }))
  }
}

async function* batchesOf(inputs: AsyncIterable<MappedInput>): AsyncGenerator<LedgerBatch, void, void> {
  for await (const input of inputs) yield kept(input)
}

function kept({ events, rejected }: MappedInput): LedgerBatch {
  return { events, rejected }
}

function fileContext({ repository, receivedAt, about }: InputContext): FileContext {
  const { service, environment, zone } = about
  return {
    repository,
    receivedAt,
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    ...(zone !== undefined && { zone: getTimeZone(zone) }),
  }
}
