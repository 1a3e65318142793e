/**
 * Where the part of a message's body starts that `parseMessage` needs to come to the same result. The body stands at
 * `[start, end)` without blanks at its end; the part is all of it where it says something besides trailers, else its
 * last paragraph, else nothing (`end`).
 *
 * Most bodies are prose. To find that out from the bytes, in one pass and without making an object, is several times
 * cheaper than to decode and parse them all, and what is not needed is not kept.
 */
export function relevantStart(bytes: Buffer, start: number, end: number): number {
  let paragraph = start
  let hasColon = false
  for (let line = start; line < end;) {
    if (isMarkedLine(bytes, line, end)) return start
    let isBlank = true
    let at = line
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? newline
      if (byte === newline) break
      if (byte > 13 && byte !== space) isBlank = false
      if (byte === space || byte === parenthesis) {
        if (isPhrase(bytes, at)) return start
      } else if (byte === colon) {
        hasColon = true
        if (isAgentAddress(bytes, at)) return start
      }
    }
    line = at + 1
    if (isBlank) {
      paragraph = line
      hasColon = false
    }
  }
  // Without a colon there is no trailer.
  return hasColon ? paragraph : end
}

/** Whether a subject starts like those of merges, whose bodies hold the title of the request. */
export function isMergeSubject(bytes: Buffer, start: number): boolean {
  return mergeStarts.has(fourAt(bytes, start))
}

const newline = 10
const space = 32
const parenthesis = 40
const colon = 58

/** First four letters of lines that may sign, or tell an author or a request, as one number each. */
const markedStarts = fours([
  'gene',
  'rege',
  'crea',
  'auth',
  'writ',
  'code',
  'made',
  'buil',
  'impl',
  'assi',
  'powe',
  'co-a',
  'co-d',
  'clau',
  'repl',
  'see ',
])
const mergeStarts = fours(['Merg', 'Auto', 'Roll'])
const copyStarts = fours(['(che', '(bac'])
const agentHosts = fours(['chat', 'clau', 'app.', 'curs', 'jule'])
const ending = fourAt(Buffer.from('erts'), 0)

/** Eight characters of four bytes, such as emoji, may stand before a signature. */
const longestLead = 32

function isMarkedLine(bytes: Buffer, line: number, end: number): boolean {
  const limit = Math.min(end, line + longestLead)
  let at = line
  while (at < limit && isLead(bytes[at] ?? newline)) at += 1
  return markedStarts.has(fourAt(bytes, at))
}

/** Neither a letter nor a digit of ASCII, and within the line. */
function isLead(byte: number): boolean {
  const letter = byte | 32
  return byte !== newline && (letter < 97 || letter > 122) && (byte < 48 || byte > 57)
}

/** Whether "reverts " ends here, or "(cherry picked" or "(backported" starts. */
function isPhrase(bytes: Buffer, at: number): boolean {
  return bytes[at] === space ? fourAt(bytes, at - 4) === ending : copyStarts.has(fourAt(bytes, at))
}

/** Whether the colon belongs to the address of a page on which agents leave their sessions. */
function isAgentAddress(bytes: Buffer, at: number): boolean {
  return bytes[at + 1] === 47 && bytes[at + 2] === 47 && agentHosts.has(fourAt(bytes, at + 3))
}

/** Four bytes as one number, letters in lower case. */
function fourAt(bytes: Buffer, at: number): number {
  const first = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16)
  return first | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0) | 0x20202020
}

function fours(texts: readonly string[]): ReadonlySet<number> {
  return new Set(texts.map((text) => fourAt(Buffer.from(text), 0)))
}
