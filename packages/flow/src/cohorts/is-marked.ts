import type { AuthorClass, Change } from '@sluice/model'

const markedClasses: ReadonlySet<AuthorClass> = new Set(['ai-authored', 'ai-co-authored', 'ai-hinted'])

/** Carries the mark of an AI tool, be it strong or a hint. */
export function isMarked(row: { readonly change: Pick<Change, 'authorClass'> }): boolean {
  return markedClasses.has(row.change.authorClass)
}
