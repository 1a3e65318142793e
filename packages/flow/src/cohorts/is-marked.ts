import type { Change } from '@sluice/model'

/** Carries the mark of an AI tool, be it strong or a hint. */
export function isMarked(row: { readonly change: Pick<Change, 'authorClass'> }): boolean {
  switch (row.change.authorClass) {
    case 'ai-authored':
    case 'ai-co-authored':
    case 'ai-hinted':
      return true
    case 'bot':
    case 'unmarked':
      return false
  }
}
