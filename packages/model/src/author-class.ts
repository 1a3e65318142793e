/**
 * How a change is marked, from its strongest mark. Marks are one-sided: their absence proves nothing,
 * which is why the last class is `unmarked` and not "human".
 */
export const authorClasses = ['ai-authored', 'ai-co-authored', 'ai-hinted', 'bot', 'unmarked'] as const
export type AuthorClass = (typeof authorClasses)[number]

/** Where a mark was found. */
export type MarkPlace = 'author' | 'committer' | 'trailer' | 'footer' | 'branch' | 'title' | 'label'

/** One sign of a tool on a change: which tool, and where it stood. */
export interface AuthorMark {
  readonly tool: string
  readonly place: MarkPlace
}
