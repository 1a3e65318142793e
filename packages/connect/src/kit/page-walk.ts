import { createHash } from 'node:crypto'
import { connectError } from '../errors.ts'
import type { Answer } from './http-exchange.ts'
import { parseLinkHeader } from './link-header.ts'

export interface WalkedPage {
  readonly answer: Answer
  readonly isLast: boolean
  readonly lastPage: number | undefined
}

export interface WalkOptions {
  readonly source: string
  /** For errors, without secrets. */
  readonly path: string
  readonly ask: (url: URL) => Promise<Answer>
  /** Pages asked for before they are needed, where the server names its last page. */
  readonly pagesAhead: number
  /** A list with more pages than that has no end. */
  readonly maximumPages: number
}

/**
 * Follows `rel="next"` from page to page. The links of the server are checked and not believed: they must stay at
 * its origin, lead to no page twice, bring no page again under another address, and come to an end.
 *
 * @throws SOURCE_STRAYED, SOURCE_PAGES_CIRCULAR
 */
export async function* walkPages(first: URL, options: WalkOptions): AsyncGenerator<WalkedPage, void, void> {
  const addresses = new Set<string>([first.href])
  const contents = new Set<string>()
  const ahead = new Map<string, Promise<Answer>>()
  let emptyInARow = 0

  for (let url = first; ;) {
    const answer = await (ahead.get(url.href) ?? options.ask(url))
    ahead.delete(url.href)

    const isEmpty = answer.text.length < 200 && /\[\s*\]/.test(answer.text)
    emptyInARow = isEmpty ? emptyInARow + 1 : 0
    if (!isEmpty && answer.status !== 304) {
      const digest = createHash('sha1').update(answer.text).digest('base64')
      if (contents.has(digest)) throw circular(options, 'it sends a page again under another address')
      contents.add(digest)
    }

    // What has not changed at its front is not read on, whatever the answer links to.
    const links = parseLinkHeader(answer.status === 304 ? '' : (answer.headers.get('link') ?? ''))
    const next = resolved(links.get('next'), answer.url)
    const last = resolved(links.get('last'), answer.url)
    const expected = next === undefined ? [] : pagesBetween(next, last).slice(0, options.pagesAhead)
    // What was asked for ahead is of use only as long as the server goes the way it said.
    if (next !== undefined && !ahead.has(next.href)) ahead.clear()
    for (const page of expected) {
      if (ahead.has(page.href) || page.origin !== first.origin) continue
      const asked = options.ask(page)
      // Whoever comes to this page meets its failure; when nobody does, it is no failure.
      asked.catch(() => undefined)
      ahead.set(page.href, asked)
    }

    yield {
      answer,
      isLast: next === undefined,
      lastPage: pageNumber(last ?? (next === undefined ? answer.url : undefined)),
    }

    if (next === undefined) return
    if (next.origin !== first.origin) {
      throw connectError('SOURCE_STRAYED', {
        source: options.source,
        path: options.path,
        origin: next.origin,
      })
    }
    if (addresses.has(next.href)) throw circular(options, 'the next page is one that was read already')
    if (addresses.size >= options.maximumPages) {
      throw circular(options, `after ${options.maximumPages} pages there is no end`)
    }
    if (emptyInARow >= mostEmptyPages) {
      throw circular(options, `${mostEmptyPages} pages in a row hold nothing and name a next one`)
    }
    addresses.add(next.href)
    url = next
  }
}

/** Servers that filter a page after they cut it do send empty ones, but not that many. */
const mostEmptyPages = 50

function circular({ source, path }: WalkOptions, problem: string): Error {
  return connectError('SOURCE_PAGES_CIRCULAR', { source, path, problem })
}

function resolved(target: string | undefined, base: URL): URL | undefined {
  return target !== undefined && URL.canParse(target, base.href) ? new URL(target, base) : undefined
}

/** The pages from `next` to `last` where the two differ in nothing but the number of the page; otherwise none. */
function pagesBetween(next: URL, last: URL | undefined): readonly URL[] {
  const from = pageNumber(next)
  const to = pageNumber(last)
  if (from === undefined || to === undefined || withPage(next, to).href !== last?.href) return []
  const count = Math.min(Math.max(0, to - from + 1), 100)
  return Array.from({ length: count }, (_, place) => withPage(next, from + place))
}

function pageNumber(url: URL | undefined): number | undefined {
  const page = Number(url?.searchParams.get('page') ?? Number.NaN)
  return Number.isSafeInteger(page) && page > 0 ? page : undefined
}

function withPage(url: URL, page: number): URL {
  const other = new URL(url)
  other.searchParams.set('page', String(page))
  return other
}
