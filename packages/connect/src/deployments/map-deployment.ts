import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { columnsOf } from '../records/json-rows.ts'
import { describeProblems } from '../records/map-rows.ts'
import type { RecordContext } from '../records/record-context.ts'
import { deploymentEventsOf } from './deployment-events.ts'

/**
 * The events of one deployment as an object: the body of a webhook, in sluice's own words or in DevLake's, or what
 * was typed after `sluice record deployment`. Its fields are those of `deploymentFields`.
 */
export function deploymentEvents(input: unknown, context: RecordContext): MappedInput {
  const columns = columnsOf(input)
  const mapped =
    columns === undefined
      ? { events: [], problems: ['it is no object with the fields of a deployment'] }
      : deploymentEventsOf(columns, context)
  const { receivedAt } = context
  const reason = describeProblems(mapped)
  return {
    events: mapped.events,
    rejected:
      reason === undefined ? [] : [rejectedRecord({ source: 'deployments', reason, input, receivedAt })],
  }
}
