import type { RepositoryAnalysis } from '@sluice/engine'
import type { DeploymentRow } from '@sluice/flow'
import type { DeploymentId } from '@sluice/model'
import type { ReactElement, ReactNode } from 'react'
import { formatCount, formatInteger } from '../../format/count.ts'
import { formatDate } from '../../format/date.ts'
import { printable } from '../../format/printable.ts'
import { fit } from '../../format/text-layout.ts'
import type { ReportData } from '../report-data.ts'
import { evidenceLabels, serviceName } from '../words.ts'
import { Card } from './card.tsx'
import { RowsButton } from './opener.tsx'
import { DeploymentLink } from './row-links.tsx'
import { DataTable } from './table-view.tsx'

const shownDeployments = 12

/** The newest deployments and the newest that failed, each failure with its evidence. */
export function DeploymentsTable(props: {
  readonly analysis: RepositoryAnalysis
  readonly links: ReportData['links']
}): ReactElement | null {
  const { flow } = props.analysis
  if (flow.deployments.length === 0) return null
  const newest = flow.deployments.toSorted(
    (left, right) => right.deployment.finishedAt - left.deployment.finishedAt,
  )
  const failed = newest.filter((row) => row.failures.length > 0)
  const shown = newest.filter(
    (row, index) =>
      index < shownDeployments || (failed.indexOf(row) >= 0 && failed.indexOf(row) < shownDeployments),
  )
  const names = new Map(newest.map((row) => [row.deployment.id, fit(printable(row.deployment.name), 80)]))
  const isProxy = flow.deployments.every((row) => row.deployment.source === 'tag')
  const noun = isProxy ? 'release' : 'deployment'
  return (
    <Card
      id="deployments"
      title={isProxy ? 'Releases' : 'Deployments'}
      hint={`${formatCount(newest.length, noun)}, ${formatInteger(failed.length)} with a sign of failure`}
    >
      <div
        className="scroll flat"
        role="region"
        aria-label={isProxy ? 'Releases' : 'Deployments'}
        tabIndex={0}
      >
        <DataTable
          columns={[
            { title: isProxy ? 'Release' : 'Deployment' },
            ...(flow.services.length > 1 ? [{ title: 'Service' }] : []),
            { title: 'Date', isNumber: true },
            { title: 'Changes', isNumber: true },
            { title: 'Failure and evidence', isText: true },
          ]}
          rows={shown.map((row) => [
            <DeploymentLink key="name" deployment={row.deployment} links={props.links} />,
            ...(flow.services.length > 1 ? [serviceName(row.deployment.service)] : []),
            formatDate(row.deployment.finishedAt),
            row.deployment.isBaseline ? 'first known' : formatInteger(row.changes.length),
            <Failure key="failure" row={row} names={names} />,
          ])}
        />
      </div>
      <p className="more needs-script">
        <RowsButton rows="deployments:all" title={isProxy ? 'All releases' : 'All deployments'}>
          Show all {formatInteger(newest.length)}
        </RowsButton>{' '}
        {failed.length === 0 ? null : (
          <RowsButton rows="deployments:failed" title="Failed, with evidence">
            Only the {formatInteger(failed.length)} that failed
          </RowsButton>
        )}
      </p>
    </Card>
  )
}

function Failure(props: {
  readonly row: DeploymentRow
  readonly names: ReadonlyMap<DeploymentId, string>
}): ReactNode {
  const { row, names } = props
  const rework = row.isRework ? 'repairs an earlier release' : ''
  if (row.failures.length === 0) return rework === '' ? <span className="quiet">–</span> : rework
  return (
    <>
      <span className="pill failed small">failed</span>{' '}
      {row.failures
        .map((failure) => {
          const repair = failure.remediation === undefined ? undefined : names.get(failure.remediation)
          return `${evidenceLabels[failure.rung]}, ${repair === undefined ? 'not repaired in a release yet' : `repaired by ${repair}`}`
        })
        .join('; ')}
      {rework === '' ? '' : `; ${rework}`}
    </>
  )
}
