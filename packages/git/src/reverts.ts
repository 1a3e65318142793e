/** Hashes, possibly abbreviated, that "This reverts commit …" names; in order, once each. */
export function findRevertedRevisions(body: string): readonly string[] {
  if (!body.includes(cheapSign)) return []
  // A reverted merge adds "…, reversing changes made to <hash>", which is not reverted.
  const sentences = body.matchAll(
    /\breverts (?:the )?(?:merge )?commits?:?\s+([0-9a-f]{7,64}(?:(?:,\s*and\s+|,\s*|\s+and\s+|\s+)[0-9a-f]{7,64})*)\b/gi,
  )
  const hashes = Array.from(
    sentences,
    ([, list = '']) => list.toLowerCase().match(/\b[0-9a-f]{7,64}\b/g) ?? [],
  )
  return [...new Set(hashes.flat())]
}

/** The title that a subject says it reverts, from `Revert "title"` or `revert: title`. */
export function findRevertedTitle(subject: string): string | undefined {
  const quoted = /^(?:\[[^\]]*\] *)?reverts? +(?:"(.+)"|'(.+)'|“(.+)”)/i.exec(subject)
  const title = quoted?.[1] ?? quoted?.[2] ?? quoted?.[3]
  if (title !== undefined) return title.trim()
  const conventional = /^revert(?:\([^)]*\))?!?: *(\S.*)$/i.exec(subject)?.[1]
  if (conventional === undefined) return undefined
  return /^"(.+)"$/.exec(withoutNumber(conventional))?.[1] ?? withoutNumber(conventional)
}

/** Pull requests that GitHub says are reverted: "Reverts owner/name#12" or the merged branch `revert-12-…`. */
export function findRevertedPullRequests(body: string, branch: string | undefined): readonly number[] {
  const named = body.includes(cheapSign) ? body.matchAll(/\breverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,9})\b/gi) : []
  const numbers = Array.from(named, ([, number]) => Number(number))
  const branched = branch === undefined ? undefined : /^revert-(\d{1,9})-/.exec(branch)?.[1]
  return [...new Set(branched === undefined ? numbers : [...numbers, Number(branched)])]
}

/** Sought first, because most messages lack it and the expressions above are slower. */
const cheapSign = 'everts '

/** Without the number of the reverting request itself. */
function withoutNumber(title: string): string {
  return title.replace(/ *\((?:#|!|GH-)\d+\)$/, '').trim()
}
