import type { RepositoryAnalysis } from '@sluice/engine'
import type { ReactElement } from 'react'
import { formatCount } from '../../format/count.ts'
import { formatMoment, formatWindow } from '../../format/date.ts'
import { printable } from '../../format/printable.ts'
import { fit } from '../../format/text-layout.ts'
import { colour } from '../tokens.ts'
import { serviceName } from '../words.ts'

/** Which repository, which time, how fresh, and the choice of theme. */
export function PageHeader({ analysis }: { readonly analysis: RepositoryAnalysis }): ReactElement {
  const { repository, scope, flow } = analysis
  const chips = [
    <bdi key="name">{fit(printable(repository.name), 80)}</bdi>,
    ...(scope.service === undefined ? [] : [`service ${serviceName(scope.service)}`]),
    ...(scope.serviceFolder === undefined ? [] : [`folder ${fit(printable(scope.serviceFolder), 60)}`]),
    formatWindow(flow.window),
    formatCount(flow.changes.length, 'change'),
    ...(flow.services.length > 1 ? [formatCount(flow.services.length, 'service')] : []),
  ]
  return (
    <header className="bar">
      <span className="brand">
        <Mark />
        sluice
      </span>
      {chips.map((chip, index) => (
        <span key={index} className="chip">
          {chip}
        </span>
      ))}
      <span className="grow" />
      <span>
        {repository.newestAt === undefined
          ? `read ${formatMoment(scope.analyzedAt)}`
          : `newest commit ${formatMoment(repository.newestAt)}`}
      </span>
      <button type="button" id="theme" className="theme needs-script">
        Theme
      </button>
    </header>
  )
}

function Mark(): ReactElement {
  return (
    <svg width="20" height="20" viewBox="0 0 22 22" aria-hidden="true">
      <title>sluice</title>
      <path d="M1 6.5c3 0 3 2 6 2V19H1z" fill={colour('water')} />
      <rect x="8.5" y="1" width="3" height="13" rx="1" fill={colour('amber')} />
      <path d="M13 15c3 0 4 1.5 8 1.5V19h-8z" fill={colour('water')} opacity=".55" />
    </svg>
  )
}
