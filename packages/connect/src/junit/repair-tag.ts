import { connectError } from '../errors.ts'

// What XML 1.0 section 2.2 leaves out, lone halves of surrogate pairs included.
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
// Anything above, and a reference that is not one of the five.
const suspicious =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos);)/
const reference = /&(?:#x([0-9a-f]{1,8});|#([0-9]{1,10});|([a-z_][\w.-]*);)?/gi
const known = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])

/**
 * Makes a tag acceptable to an XML parser where only one reading is possible: characters that XML forbids, written
 * out or as a reference, become U+FFFD; `&` that begins no reference and `<` within a value stand for themselves.
 * Node 20 writes terminal colours into attributes, and tools that write XML by hand forget to escape.
 *
 * @throws JUNIT_DTD_REFUSED for an entity that only a document type could define
 */
export function repairTag(tag: string): string {
  if (tag.lastIndexOf('<') === 0 && !suspicious.test(tag)) return tag

  const inside = tag.slice(1).replaceAll('<', '&lt;')
  return `<${inside}`.replace(forbidden, '\ufffd').replace(reference, (whole, hex, decimal, name) => {
    if (name !== undefined) {
      if (known.has(name)) return whole
      throw connectError('JUNIT_DTD_REFUSED', { found: whole.slice(0, 40) })
    }
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16)
    if (Number.isNaN(code)) return '&amp;'
    return isCharacter(code) ? whole : '\ufffd'
  })
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}
