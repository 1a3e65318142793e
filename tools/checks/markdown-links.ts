import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryRoot } from '../workspace.ts'
import type { Check } from './check.ts'
import { trackedFiles, type TrackedFile } from './tracked-files.ts'

export const linkCheck: Check = {
  name: 'links',
  remedy: 'correct the path or the heading in the Markdown file',
  run: async () => {
    const pages = (await trackedFiles()).filter(({ path }) => path.endsWith('.md'))
    return findBrokenLinks(pages, readPlace)
  },
}

/** What stands at a path of the repository: the text of a Markdown page, another thing, or nothing. */
export type Place = { readonly kind: 'page'; readonly text: string } | { readonly kind: 'other' } | undefined

/** Relative links of Markdown pages that lead nowhere, as `page:line: link`. */
export function findBrokenLinks(
  pages: readonly TrackedFile[],
  placeAt: (path: string) => Place,
): readonly string[] {
  return pages.flatMap((page) =>
    linksOf(page.text)
      .filter(({ target }) => !leadsSomewhere(page, target, placeAt))
      .map(({ target, line }) => `${page.path}:${line}: ${target} leads nowhere`),
  )
}

function leadsSomewhere(page: TrackedFile, target: string, placeAt: (path: string) => Place): boolean {
  if (/^[a-z]+:/.test(target)) return true
  const [path = '', anchor] = target.split('#')
  const place: Place =
    path === '' ? { kind: 'page', text: page.text } : placeAt(join(dirname(page.path), decodeURI(path)))
  if (place === undefined) return false
  return anchor === undefined || place.kind === 'other' || anchorsOf(place.text).has(anchor)
}

function linksOf(text: string): readonly { readonly target: string; readonly line: number }[] {
  return proseLines(text).flatMap(({ line, number }) =>
    [
      ...line.matchAll(/\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)|(?:src|href)="([^"]+)"/g),
    ].map(([, inline, reference, attribute]) => ({
      target: inline ?? reference ?? attribute ?? '',
      line: number,
    })),
  )
}

/** The anchors that a forge makes of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  return new Set(
    proseLines(text).flatMap(({ line }) => {
      const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
      if (heading === undefined) return []
      const anchor = heading
        .toLowerCase()
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-')
      const earlier = seen.get(anchor) ?? 0
      seen.set(anchor, earlier + 1)
      return [earlier === 0 ? anchor : `${anchor}-${earlier}`]
    }),
  )
}

/** Lines outside fenced code, with code spans blanked. */
function proseLines(text: string): readonly { readonly line: string; readonly number: number }[] {
  let isCode = false
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) {
      isCode = !isCode
      return []
    }
    return isCode
      ? []
      : [{ line: line.startsWith('#') ? line : line.replaceAll(/`[^`]*`/g, ''), number: index + 1 }]
  })
}

function readPlace(path: string): Place {
  const absolute = join(repositoryRoot, path)
  if (!existsSync(absolute)) return undefined
  return path.endsWith('.md') && statSync(absolute).isFile()
    ? { kind: 'page', text: readFileSync(absolute, 'utf8') }
    : { kind: 'other' }
}
