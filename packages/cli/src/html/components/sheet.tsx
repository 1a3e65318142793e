import { methodDescriptions } from '@sluice/engine'
import type { Unit } from '@sluice/flow'
import type { Estimate } from '@sluice/stats'
import type { ReactElement, ReactNode } from 'react'
import { formatInteger, formatShare } from '../../format/count.ts'
import { lowerFirst } from '../../format/sentence.ts'
import { neededText } from '../words.ts'
import { EstimateText } from './estimate-text.tsx'
import { RowsButton, sheetId } from './opener.tsx'

/** Rows that a sheet can show: the query, and what the button and the list are called. */
export interface SheetRows {
  readonly query: string
  readonly label: string
  readonly title: string
}

/** What a number means: definition, method, n, interval, and the way down to its rows. A native popover. */
export function Sheet(props: {
  readonly about: string
  readonly title: string
  readonly definition: string
  readonly estimate: Estimate
  readonly unit: Unit
  readonly isDifference?: boolean
  /** Further readings and remarks. */
  readonly children?: ReactNode
  readonly rows: readonly SheetRows[]
}): ReactElement {
  const { about, estimate, unit } = props
  const id = sheetId(about)
  const method = methodDescriptions[estimate.method]
  return (
    <section className="sheet" id={id} popover="auto" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{props.title}</h2>
      <button type="button" className="close" popoverTarget={id} popoverTargetAction="hide">
        Close
      </button>
      <p className="value">
        <EstimateText estimate={estimate} unit={unit} isDifference={props.isDifference === true} />
      </p>
      <p>{props.definition}</p>
      <h3>What it rests on</h3>
      <p>{basis(estimate)}</p>
      {props.children}
      <h3>{`Method: ${lowerFirst(method.title)}`}</h3>
      <p>{method.description}</p>
      <p className="quiet">{method.source}</p>
      {props.rows.length === 0 ? null : (
        <p className="actions">
          {props.rows.map((rows) => (
            <RowsButton key={rows.query} rows={rows.query} title={rows.title}>
              {rows.label}
            </RowsButton>
          ))}
        </p>
      )}
    </section>
  )
}

function basis(estimate: Estimate): string {
  const counted = `n ${formatInteger(estimate.n)}`
  const open =
    estimate.censored === 0
      ? ''
      : `, ${formatInteger(estimate.censored)} of them had not ended when we looked`
  if (estimate.kind === 'known') {
    const { confidence, high } = estimate.interval
    const end = Number.isFinite(high) ? '' : ' No upper end of the interval is known.'
    return `${counted}${open}. The interval is one of ${formatShare(confidence)} confidence.${end}`
  }
  const needed = neededText(estimate)
  const why = {
    'too-few': 'There are too few observations for an interval',
    'not-reached': 'Fewer than the asked share have ended so far',
    'no-data': 'Nothing was observed',
  }[estimate.reason]
  return `${counted}${open}. ${why}${needed === undefined ? '' : `; it ${needed}`}.`
}
