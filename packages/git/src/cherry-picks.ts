/** Hashes that a message names as the source of a copy, as `git cherry-pick -x` writes them; in order, once each. */
export function cherryPickedFrom(body: string): readonly string[] {
  if (!body.includes('picked from') && !body.includes('ported from')) return []
  const sources = body.matchAll(/\((?:cherry[- ]picked|backported) from (?:commit )?([0-9a-f]{7,64})\b/g)
  return [...new Set(Array.from(sources, ([, hash = '']) => hash))]
}
