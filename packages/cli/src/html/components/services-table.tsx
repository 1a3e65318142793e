import type { FlowAnalysis } from '@sluice/flow'
import type { ReactElement } from 'react'
import { formatCount, formatInteger } from '../../format/count.ts'
import { formatDate } from '../../format/date.ts'
import { formatRateEstimate } from '../../format/estimate.ts'
import { sharedRateUnit } from '../../report/service-words.ts'
import { serviceName } from '../words.ts'
import { Card } from './card.tsx'
import { Opener, RowsButton } from './opener.tsx'
import { DataTable } from './table-view.tsx'

const shownServices = 25

/** The separately released parts of the repository, the most often released first. */
export function ServicesTable({ flow }: { readonly flow: FlowAnalysis }): ReactElement | null {
  if (flow.services.length < 2) return null
  const order = [...new Set(flow.deployments.map((row) => row.deployment.service))]
  const services = flow.services.toSorted((left, right) => right.deployments - left.deployments)
  const shown = services.slice(0, shownServices)
  const rate = sharedRateUnit(services)
  return (
    <Card
      id="services"
      title="Services"
      hint={`${formatCount(services.length, 'part')} released by themselves`}
    >
      <div className="scroll" role="region" aria-label="Services" tabIndex={0}>
        <DataTable
          columns={[
            { title: 'Service' },
            { title: 'Releases', isNumber: true },
            { title: 'Frequency', isNumber: true },
            { title: 'Last', isNumber: true },
          ]}
          rows={shown.map((service) => {
            const name = serviceName(service.service)
            const position = order.indexOf(service.service)
            return [
              <bdi key="name">{name}</bdi>,
              position < 0 ? (
                formatInteger(service.deployments)
              ) : (
                <RowsButton
                  key="count"
                  isQuiet
                  rows={`deployments:service:${position}`}
                  title={`Deployments of ${name}`}
                >
                  {formatInteger(service.deployments)}
                </RowsButton>
              ),
              <Opener key="frequency" about="deployment-frequency">
                {formatRateEstimate(service.frequency, rate)}
              </Opener>,
              service.lastAt === undefined ? 'never' : formatDate(service.lastAt),
            ]
          })}
        />
      </div>
      {services.length > shown.length ? (
        <p className="more">{`Showing ${formatInteger(shown.length)} of ${formatInteger(services.length)}; "--service" narrows the report to one.`}</p>
      ) : null}
    </Card>
  )
}
