/** Where a test result stands: see the table `test_results`. */
export interface ResultKey {
  readonly report: string
  readonly place: number
}

/** Takes `<report>:<place>` apart. An id that does not end in a number is a report of its own with place -1. */
export function resultKey(id: string): ResultKey {
  const colon = id.lastIndexOf(':')
  const place = id.slice(colon + 1)
  return colon > 0 && /^(0|[1-9]\d{0,14})$/.test(place)
    ? { report: id.slice(0, colon), place: Number(place) }
    : { report: id, place: -1 }
}
