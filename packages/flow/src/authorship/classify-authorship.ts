import type { AuthorClass, AuthorMark, AuthorshipSigns, Identity, MarkPlace, Trailer } from '@sluice/model'
import { identityKind } from './identity-kind.ts'
import {
  agentBranches,
  agentFooters,
  agentLabels,
  agentTitles,
  agentTrailers,
  helperNames,
  helperTrailers,
} from './signatures.ts'

/** How a change is marked, and by what. */
export interface Authorship {
  readonly authorClass: AuthorClass
  readonly marks: readonly AuthorMark[]
}

/**
 * Classes a change by its strongest mark. An AI tool among its authors makes it `ai-authored`; one in a trailer, in a
 * footer or as committer `ai-co-authored`; one in the branch, the title or a label `ai-hinted`. A change is a bot's
 * when all of its authors are: then only an AI tool among the authors counts, because what bots quote in titles and
 * branches is not theirs. Words of the message body are never read.
 */
export function classifyAuthorship(signs: AuthorshipSigns): Authorship {
  const authorKinds = signs.authors.map(identityKind)
  const authoring = agentMarks(signs.authors, 'author')
  if (authoring.length === 0 && authorKinds.length > 0 && authorKinds.every(({ kind }) => kind === 'bot')) {
    const marks = authorKinds.flatMap((kind) =>
      kind.kind === 'bot' ? [{ tool: kind.tool, place: 'author' } as const] : [],
    )
    return { authorClass: 'bot', marks: distinct(marks) }
  }
  const helping = [
    ...agentMarks(signs.committers, 'committer'),
    ...signs.trailers.flatMap(trailerMarks),
    ...signs.footers.flatMap(footerMarks),
  ]
  const hinting = hintMarks(signs)
  if (authoring.length + helping.length + hinting.length === 0) return unmarked
  return {
    authorClass: authoring.length > 0 ? 'ai-authored' : helping.length > 0 ? 'ai-co-authored' : 'ai-hinted',
    marks: distinct([...authoring, ...helping, ...hinting]),
  }
}

const unmarked: Authorship = { authorClass: 'unmarked', marks: [] }
const none: readonly AuthorMark[] = []

function agentMarks(identities: readonly Identity[], place: MarkPlace): readonly AuthorMark[] {
  return identities.flatMap((identity) => {
    const kind = identityKind(identity)
    return kind.kind === 'agent' ? [{ tool: kind.tool, place }] : none
  })
}

function trailerMarks({ key, value }: Trailer): readonly AuthorMark[] {
  const name = key.toLowerCase()
  if (name === 'co-authored-by') return mailboxMarks(value)
  if (helperTrailers.has(name)) return value.includes('@') ? mailboxMarks(value) : helperMarks(value)
  const trailer = Object.hasOwn(agentTrailers, name) ? agentTrailers[name] : undefined
  if (trailer === undefined) return none
  if (trailer.value !== undefined && !value.includes(trailer.value)) return none
  return [{ tool: trailer.tool, place: 'trailer' }]
}

/** Reads `Name <address>`. */
function mailboxMarks(value: string): readonly AuthorMark[] {
  const open = value.lastIndexOf('<')
  const close = value.indexOf('>', open)
  if (open < 0 || close < 0) return none
  return agentMarks([{ name: value.slice(0, open).trim(), email: value.slice(open + 1, close) }], 'trailer')
}

function helperMarks(value: string): readonly AuthorMark[] {
  const text = value.trim().toLowerCase()
  for (const [name, tool] of Object.entries(helperNames)) {
    if (text.startsWith(name) && !startsWithLetter(text, name)) return [{ tool, place: 'trailer' }]
  }
  return none
}

/** Whether the text goes on with a letter after a name that ends with one: `codexample` is not Codex. */
function startsWithLetter(text: string, name: string): boolean {
  return /[a-z]/.test(name.slice(-1)) && /[a-z]/.test(text.charAt(name.length))
}

function footerMarks(line: string): readonly AuthorMark[] {
  const text = line.toLowerCase()
  const footer = agentFooters.find(({ contains }) => text.includes(contains))
  return footer === undefined ? none : [{ tool: footer.tool, place: 'footer' }]
}

function hintMarks(signs: AuthorshipSigns): readonly AuthorMark[] {
  const marks: AuthorMark[] = []
  const branch = signs.branch?.toLowerCase()
  if (branch !== undefined) {
    const found = agentBranches.find(({ pattern }) => pattern.test(branch))
    if (found !== undefined) marks.push({ tool: found.tool, place: 'branch' })
  }
  const title = signs.title.slice(0, longestTitleStart).toLowerCase()
  for (const { start, tool } of agentTitles) if (title.startsWith(start)) marks.push({ tool, place: 'title' })
  for (const label of signs.labels) {
    const name = label.toLowerCase()
    const tool = Object.hasOwn(agentLabels, name) ? agentLabels[name] : undefined
    if (tool !== undefined) marks.push({ tool, place: 'label' })
  }
  return marks
}

const longestTitleStart = 16

function distinct(marks: readonly AuthorMark[]): readonly AuthorMark[] {
  if (marks.length < 2) return marks
  return [...new Map(marks.map((mark) => [`${mark.place} ${mark.tool}`, mark])).values()]
}
