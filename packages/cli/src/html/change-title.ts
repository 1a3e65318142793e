import type { Change } from '@sluice/model'
import { printable } from '../format/printable.ts'
import { fit } from '../format/text-layout.ts'

/** The title of a change in at most 140 columns, without its own number at the end: that has its own place. */
export function changeTitle(change: Change): string {
  const title = printable(change.title).trim()
  const ending = ` (#${change.pullRequest ?? ''})`
  const bare = title.endsWith(ending) ? title.slice(0, -ending.length) : title
  return fit(bare === '' ? change.revision.slice(0, 12) : bare, 140)
}
