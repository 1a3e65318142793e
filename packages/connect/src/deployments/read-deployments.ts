import type { MappedInput } from '../kit/source.ts'
import { checkColumns } from '../records/check-columns.ts'
import { mapRows } from '../records/map-rows.ts'
import { readRows } from '../records/read-rows.ts'
import type { FileContext } from '../records/record-context.ts'
import type { TextInput } from '../records/text-lines.ts'
import { deploymentEventsOf } from './deployment-events.ts'
import { deploymentFields } from './deployment-fields.ts'

/**
 * Deployments from a file: JSON lines, a JSON list, or a table in CSV. Streams; a record that cannot be understood
 * is set aside with its line and the others go on.
 *
 * @throws RECORDS_NOT_TEXT, RECORDS_COLUMN_MISSING
 */
export function readDeployments(input: TextInput, context: FileContext): AsyncIterable<MappedInput> {
  const rows = readRows(input, {
    checkColumns: (columns) => checkColumns(columns, { what: 'deployments', fields: deploymentFields }),
  })
  return mapRows(rows, {
    source: 'deployments',
    receivedAt: context.receivedAt,
    batch: 500,
    map: (columns) => deploymentEventsOf(columns, context),
  })
}
