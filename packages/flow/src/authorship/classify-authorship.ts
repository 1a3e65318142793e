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
 * when all of its authors are: what bots quote in titles, trailers and branches is not theirs. Words of the message body are never read.
 */
export function classifyAuthorship(signs: AuthorshipSigns): Authorship {
  const marks: AuthorMark[] = []
  addAgents(marks, signs.authors, 'author')
  const authored = marks.length
  if (authored === 0 && signs.authors.length > 0 && signs.authors.every(isBot)) return botOf(signs.authors)

  addAgents(marks, signs.committers, 'committer')
  for (const trailer of signs.trailers) addTrailer(marks, trailer)
  for (const footer of signs.footers) addFooter(marks, footer)
  const signed = marks.length
  addHints(marks, signs)

  if (marks.length === 0) return unmarked
  return {
    authorClass: authored > 0 ? 'ai-authored' : signed > 0 ? 'ai-co-authored' : 'ai-hinted',
    marks: distinct(marks),
  }
}

const unmarked: Authorship = { authorClass: 'unmarked', marks: [] }

function botOf(authors: readonly Identity[]): Authorship {
  const marks = authors.flatMap((author): readonly AuthorMark[] => {
    const kind = identityKind(author)
    return kind.kind === 'bot' ? [{ tool: kind.tool, place: 'author' }] : []
  })
  return { authorClass: 'bot', marks: distinct(marks) }
}

function isBot(identity: Identity): boolean {
  return identityKind(identity).kind === 'bot'
}

function addAgents(marks: AuthorMark[], identities: readonly Identity[], place: MarkPlace): void {
  for (const identity of identities) {
    const kind = identityKind(identity)
    if (kind.kind === 'agent') marks.push({ tool: kind.tool, place })
  }
}

function addTrailer(marks: AuthorMark[], { key, value }: Trailer): void {
  const name = key.toLowerCase()
  if (name === 'co-authored-by') return addMailbox(marks, value)
  if (helperTrailers.has(name))
    return value.includes('@') ? addMailbox(marks, value) : addHelper(marks, value)
  const trailer = Object.hasOwn(agentTrailers, name) ? agentTrailers[name] : undefined
  if (trailer === undefined || (trailer.value !== undefined && !value.includes(trailer.value))) return
  marks.push({ tool: trailer.tool, place: 'trailer' })
}

/** Reads `Name <address>`. */
function addMailbox(marks: AuthorMark[], value: string): void {
  const open = value.lastIndexOf('<')
  const close = value.indexOf('>', open)
  if (open < 0 || close < 0) return
  addAgents(marks, [{ name: value.slice(0, open).trim(), email: value.slice(open + 1, close) }], 'trailer')
}

function addHelper(marks: AuthorMark[], value: string): void {
  const text = value.trim().toLowerCase()
  for (const [name, tool] of Object.entries(helperNames)) {
    if (!text.startsWith(name) || startsWithLetter(text, name)) continue
    marks.push({ tool, place: 'trailer' })
    return
  }
}

/** Whether the text goes on with a letter after a name that ends with one: `codexample` is not Codex. */
function startsWithLetter(text: string, name: string): boolean {
  return /[a-z]/.test(name.slice(-1)) && /[a-z]/.test(text.charAt(name.length))
}

function addFooter(marks: AuthorMark[], line: string): void {
  const text = line.toLowerCase()
  const footer = agentFooters.find(({ contains }) => text.includes(contains))
  if (footer !== undefined) marks.push({ tool: footer.tool, place: 'footer' })
}

function addHints(marks: AuthorMark[], signs: AuthorshipSigns): void {
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
}

const longestTitleStart = 16

function distinct(marks: readonly AuthorMark[]): readonly AuthorMark[] {
  if (marks.length < 2) return marks
  return [...new Map(marks.map((mark) => [`${mark.place} ${mark.tool}`, mark])).values()]
}
