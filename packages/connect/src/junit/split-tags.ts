import { connectError } from '../errors.ts'

/** Takes a document apart as its text arrives. */
export interface TagSplitter {
  write(text: string): void
  /** Says what the document ended in the middle of; undefined when it ended between two tags. */
  end(): 'tag' | 'CDATA section' | 'comment' | 'instruction' | undefined
}

export interface TagSplitterOptions {
  /** A whole tag with its angle brackets. `offset` is where it ends in the text last written. */
  readonly onTag: (tag: string, offset: number) => void
  /** Text, not only white space, that comes before the first tag. */
  readonly onTextBefore: () => void
  /** Characters of one tag. */
  readonly maximumTag: number
}

type Mode = 'text' | 'tag' | 'CDATA section' | 'comment' | 'instruction'

const greater = 0x3e
const doubleQuote = 0x22
const singleQuote = 0x27
const cdata = '<![CDATA['
const comment = '<!--'
const beginsTag = /^<[^\s\d<>="'&.,;()[\]{}+*-]/
const ends = { 'CDATA section': ']]>', comment: '-->', instruction: '?>' } as const

/**
 * Passes on the tags of an XML document and drops everything between them: text, CDATA sections, comments and
 * instructions are skipped as they arrive and never held, so that a test that prints a gigabyte costs nothing.
 * Nothing in a test result is told by text.
 *
 * @throws JUNIT_DTD_REFUSED, JUNIT_TAG_TOO_LARGE
 */
export function splitTags(options: TagSplitterOptions): TagSplitter {
  let mode: Mode = 'text'
  let quote = 0
  // Pieces of a tag that began in earlier text.
  let pieces: string[] = []
  let pieceLength = 0
  // The end of earlier text that may be the beginning of something.
  let undecided = ''
  let isBefore = true

  function write(piece: string): void {
    const carried = undecided.length
    const text = carried === 0 ? piece : undecided + piece
    undecided = ''
    let at = 0
    while (at < text.length) {
      if (mode === 'text') at = skipText(text, at)
      else if (mode === 'tag') at = readTag(text, at, carried)
      else at = skipTo(text, at, ends[mode])
    }
  }

  function skipText(text: string, from: number): number {
    const start = text.indexOf('<', from)
    if (isBefore && /[^\s\ufeff]/.test(start === -1 ? text.slice(from) : text.slice(from, start)))
      options.onTextBefore()
    if (start === -1) return text.length

    const opening = text.slice(start, start + cdata.length)
    if (opening.startsWith(comment)) return enter('comment', start + comment.length)
    if (opening.startsWith('<?')) return enter('instruction', start + 2)
    if (opening === '<' || (opening.startsWith('<!') && opening.length < cdata.length)) {
      undecided = opening
      return text.length
    }
    if (opening === cdata) return enter('CDATA section', start + cdata.length)
    if (opening.startsWith('<!')) throw connectError('JUNIT_DTD_REFUSED', { found: opening })
    // `1 < 2`, which somebody forgot to escape: no tag begins like this.
    return beginsTag.test(opening) ? enter('tag', start) : start + 1
  }

  function enter(next: Mode, at: number): number {
    mode = next
    return at
  }

  function skipTo(text: string, from: number, end: string): number {
    const found = text.indexOf(end, from)
    if (found !== -1) {
      mode = 'text'
      return found + end.length
    }
    undecided = text.slice(Math.max(from, text.length - end.length + 1))
    return text.length
  }

  function readTag(text: string, from: number, carried: number): number {
    let at = from
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (quote !== 0) {
        if (code === quote) quote = 0
      } else if (code === greater) break
      else if (code === doubleQuote || code === singleQuote) quote = code
    }
    const isWhole = at < text.length
    pieceLength += at - from
    if (pieceLength > options.maximumTag) {
      throw connectError('JUNIT_TAG_TOO_LARGE', { maximum: options.maximumTag })
    }
    if (!isWhole) {
      pieces.push(text.slice(from))
      return text.length
    }

    const end = at + 1
    const last = text.slice(from, end)
    const tag = pieces.length === 0 ? last : pieces.join('') + last
    pieces = []
    pieceLength = 0
    mode = 'text'
    isBefore = false
    options.onTag(tag, end - carried)
    return end
  }

  function end(): Exclude<Mode, 'text'> | undefined {
    if (mode === 'text' && undecided === '') return undefined
    return mode === 'text' ? 'tag' : mode
  }

  return { write, end }
}
