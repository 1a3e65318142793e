/**
 * Whole lines in which a tool signs, such as `🤖 Generated with [Claude Code](https://claude.com/claude-code)`.
 * They are candidates: which tool it is, if any, is decided by whoever knows the tools.
 */
export function signingLines(body: string): readonly string[] {
  if (!hasSignature.test(body)) return []
  return body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length <= longestSignature && (signature.test(line) || agentLink.test(line)))
    .slice(0, mostSignatures)
}

const longestSignature = 300
const mostSignatures = 20

const verbs = '(?:re)?generated|created|authored|written|coded|made|built|implemented|assisted|powered'

/** Pages of agent sessions, which some tools leave instead of a name. */
const agentLink =
  /https:\/\/(?:chatgpt\.com\/(?:s\/)?codex|claude\.ai\/code\/session|app\.devin\.ai\/sessions|cursor\.com\/(?:agents|background-agent)|jules\.google\.com\/(?:task|session))/i

// A signature opens the line; before it there may be an emoji, a list mark or Markdown emphasis.
const signature = new RegExp(`^[^\\p{L}\\p{N}]{0,8}(?:${verbs})[ -](?:with|by|using|via)\\b`, 'iu')

/** A cheap test that spares most messages the work line by line. */
const hasSignature = new RegExp(`(?:${verbs})[ -](?:with|by|using|via)\\b|${agentLink.source}`, 'i')
