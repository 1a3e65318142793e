import { printable } from '../format/printable.ts'

/**
 * Text from a repository made safe inside Markdown: nothing in it becomes markup, HTML, a link, a reference to an
 * issue or a mention of a person, and it stays on its line and in its table cell.
 */
export function markdownText(text: string): string {
  return (
    printable(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_{}[\]|~]/g, (mark) => `\\${mark}`)
      // A zero-width joiner breaks a mention, an issue reference and a bare address without changing how they look.
      .replaceAll(/[@#]/g, (mark) => `${mark}&zwj;`)
      .replaceAll(/:\/\//g, ':&zwj;//')
      .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&zwj;.`)
  )
}

/** A table in Markdown; cells are Markdown already. Columns after the first are set to the right on request. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
): readonly string[] {
  const rule = header.map((_, index) => (align[index] === 'right' ? '---:' : '---'))
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
