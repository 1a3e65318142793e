import type { RepositoryAnalysis } from '@sluice/engine'
import type { InFlight } from '@sluice/flow'
import { elapsed } from '@sluice/model'
import type { ReactElement } from 'react'
import { formatInteger } from '../../format/count.ts'
import { formatDate } from '../../format/date.ts'
import { formatDuration } from '../../format/duration.ts'
import type { ReportData } from '../report-data.ts'
import { authorClassLabels } from '../words.ts'
import { Card } from './card.tsx'
import { EstimateText } from './estimate-text.tsx'
import { Opener, RowsButton } from './opener.tsx'
import { ChangeLink } from './row-links.tsx'
import { DataTable } from './table-view.tsx'

const shownChanges = 8

/** Merged and not in any release yet, the oldest first. */
export function InFlightTable(props: {
  readonly analysis: RepositoryAnalysis
  readonly links: ReportData['links']
}): ReactElement | null {
  const { flow } = props.analysis
  if (flow.deployments.length === 0) return null
  const waiting = flow.changes
    .filter(
      (row) => row.shipped === undefined && row.problem === undefined && row.change.authorClass !== 'bot',
    )
    .toSorted((left, right) => left.change.mergedAt - right.change.mergedAt)
  const shown = waiting.slice(0, shownChanges)
  return (
    <Card id="in-flight" title="Merged and not released" hint="oldest first, bots left out">
      <p className="note">
        <Opener about="in-flight">
          <b>{formatInteger(flow.inFlight.changes)}</b>
        </Opener>{' '}
        in flight{earlierWords(flow.inFlight)}, half of them older than{' '}
        <Opener about="in-flight">
          <EstimateText estimate={flow.inFlight.medianAge} unit="milliseconds" />
        </Opener>
      </p>
      {shown.length === 0 ? (
        <p className="note">Everything that was merged in this window is in a release.</p>
      ) : (
        <div className="scroll flat" role="region" aria-label="Merged and not released" tabIndex={0}>
          <DataTable
            columns={[
              { title: 'Change' },
              { title: 'Mark' },
              { title: 'Merged', isNumber: true },
              { title: 'Waits', isNumber: true },
            ]}
            rows={shown.map(({ change }) => [
              <ChangeLink key="change" change={change} links={props.links} />,
              authorClassLabels[change.authorClass],
              formatDate(change.mergedAt),
              formatDuration(Math.max(0, elapsed(change.mergedAt, flow.window.until))),
            ])}
          />
        </div>
      )}
      {waiting.length > shown.length ? (
        <p className="more needs-script">
          <RowsButton rows="changes:open" title="Merged and not released">
            Show all {formatInteger(waiting.length)}
          </RowsButton>
        </p>
      ) : null}
    </Card>
  )
}

/** Those merged before the window count, and are not in the list: the rows are of changes merged in it. */
function earlierWords({ mergedBeforeWindow }: InFlight): string {
  if (mergedBeforeWindow === undefined || mergedBeforeWindow === 0) return ''
  return ` (${formatInteger(mergedBeforeWindow)} merged before the window and not listed)`
}
