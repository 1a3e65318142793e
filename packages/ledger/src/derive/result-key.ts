/** Where a test result stands: see the table `test_results`. */
export interface ResultKey {
  readonly report: string
  readonly place: number
}

/** Where each of several stands. */
export interface ResultKeys {
  readonly reports: readonly string[]
  readonly places: readonly number[]
}

/** Takes `<report>:<place>` apart. An id that does not end in a number is a report of its own, with place -1. */
export function resultKey(id: string): ResultKey {
  const colon = id.lastIndexOf(':')
  const place = colon > 0 ? placeIn(id, colon + 1) : -1
  return { report: place === -1 ? id : id.slice(0, colon), place }
}

/** Takes many ids apart, as `resultKey` does each of them. */
export function resultKeys(ids: readonly string[]): ResultKeys {
  const reports: string[] = []
  const places: number[] = []
  let last = ''
  for (const id of ids) {
    const colon = id.lastIndexOf(':')
    const place = colon > 0 ? placeIn(id, colon + 1) : -1
    // Results of one report follow one another: its name is cut out once.
    if (place === -1) last = id
    else if (last.length !== colon || !id.startsWith(last)) last = id.slice(0, colon)
    reports.push(last)
    places.push(place)
  }
  return { reports, places }
}

/** The number that an id ends in from a position on, as it would be written; -1 when there is none. */
function placeIn(id: string, from: number): number {
  const digits = id.length - from
  if (digits === 0 || digits > mostDigits || (digits > 1 && id.charCodeAt(from) === zero)) return -1
  let place = 0
  for (let at = from; at < id.length; at += 1) {
    const digit = id.charCodeAt(at) - zero
    if (digit < 0 || digit > 9) return -1
    place = place * 10 + digit
  }
  return place
}

const zero = 48
/** Numbers of so many digits are exact. */
const mostDigits = 15
