import { changeId, revision, type ChangeId, type RepositoryName, type Revision } from '@sluice/model'
import { isRevision } from './is-revision.ts'

/** What a deployment is said to have carried. */
export type CarriedReference =
  | { readonly kind: 'change'; readonly id: ChangeId }
  | { readonly kind: 'revision'; readonly revision: Revision }

/**
 * What a word means: `#12` or `!12` in the repository, `github.com/acme/shop#12`, the address of a pull or merge
 * request, or a full commit hash. Undefined for anything else; a bare number could mean either kind of request.
 */
export function findCarried(word: string, repository: RepositoryName): CarriedReference | undefined {
  const text = word.trim().toLowerCase()
  if (isRevision(text)) return { kind: 'revision', revision: revision(text) }

  const local = /^[#!][1-9]\d{0,14}$/.exec(text)
  if (local !== null) return { kind: 'change', id: changeId(`${repository}${local[0]}`) }

  const full = /^[\w.-]+\.[\w-]+(?:\/[\w.~-]+)+[#!][1-9]\d{0,14}$/.exec(text)
  if (full !== null) return { kind: 'change', id: changeId(full[0]) }

  const [, place, kind, number] =
    /^https?:\/\/([\w.:-]+(?:\/[\w.~-]+)+?)\/(pull|-\/merge_requests|merge_requests)\/([1-9]\d{0,14})\b/.exec(
      text,
    ) ?? []
  if (place === undefined || number === undefined) return undefined
  return { kind: 'change', id: changeId(`${place}${kind === 'pull' ? '#' : '!'}${number}`) }
}
