/** Where a page says that others stand (RFC 8288), by relation: `next`, `last`, … The first of each counts. */
export function parseLinkHeader(header: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters) ?? []
    for (const relation of (quoted ?? bare ?? '').toLowerCase().split(/\s+/)) {
      if (relation !== '' && !links.has(relation)) links.set(relation, target)
    }
  }
  return links
}
