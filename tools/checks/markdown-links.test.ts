import { describe, expect, it } from 'vitest'
import { findBrokenLinks, type Place } from './markdown-links.ts'

const places: Readonly<Record<string, Place>> = {
  'docs/guide.md': { kind: 'page', text: '# The guide\n\n## Windows & tags\n\n## Windows & tags\n' },
  'docs/picture.svg': { kind: 'other' },
}

describe('findBrokenLinks', () => {
  it.each([
    '[a](docs/guide.md)',
    '[a](docs/guide.md#windows--tags)',
    '[a](docs/guide.md#windows--tags-1)',
    '[a](docs/picture.svg "title")',
    '[a](#here)',
    '[a](https://example.org/nothing)',
    '[a]: docs/guide.md',
    '<img src="docs/picture.svg">',
    'code: `[a](nothing.md)`',
    '```\n[a](nothing.md)\n```',
  ])('accepts %s', (text) => {
    expect(broken(`# Here\n${text}`)).toEqual([])
  })

  it.each([
    ['[a](nothing.md)', 'nothing.md'],
    ['[a](docs/guide.md#no-such-heading)', 'docs/guide.md#no-such-heading'],
    ['[a](#there)', '#there'],
    ['[a]: docs/nothing.md', 'docs/nothing.md'],
    ['<img src="nothing.svg">', 'nothing.svg'],
  ])('reports %s', (text, target) => {
    expect(broken(`# Here\n${text}`)).toEqual([`README.md:2: ${target} leads nowhere`])
  })

  it('reads links from the folder of the page', () => {
    const pages = [{ path: 'docs/a.md', text: '[a](guide.md) [b](../docs/guide.md) [c](docs/guide.md)' }]

    expect(findBrokenLinks(pages, (path) => places[path])).toEqual([
      'docs/a.md:1: docs/guide.md leads nowhere',
    ])
  })
})

function broken(text: string): readonly string[] {
  return findBrokenLinks([{ path: 'README.md', text }], (path) => places[path])
}
