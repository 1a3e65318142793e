import type { FlowAnalysis } from '@sluice/flow'
import type { ReactElement } from 'react'
import { shiftWords } from '../../report/shift-words.ts'
import { Card } from './card.tsx'

/** What changed recently: level shifts of the weekly series, newest first. */
export function RecentShifts({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  return (
    <Card
      id="recent"
      title="What changed recently"
      hint="level shifts in the weekly series, permutation test"
    >
      {flow.recent.length === 0 ? (
        <p className="note">No weekly series shows a lasting shift that chance would not also produce.</p>
      ) : (
        <ul className="list">
          {flow.recent.map((shift) => (
            <li key={`${shift.series}-${shift.changePoint.weekOf}`}>{shiftWords(shift)}</li>
          ))}
        </ul>
      )}
    </Card>
  )
}
