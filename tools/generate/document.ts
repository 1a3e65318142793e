/** A file that a program writes from the source of its facts. */
export interface GeneratedDocument {
  /** From the repository's root. */
  readonly path: string
  /** The whole text; `current` is what stands there now, empty when nothing does. */
  readonly render: (current: string) => Promise<string>
}

/** The first lines of a page that nobody should edit. */
export function generatedPage(title: string, source: string, body: string): string {
  return `# ${title}\n\n<!-- Generated from ${source} by "npm run generate". -->\n\n${body.trim()}\n`
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. Throws when the marks are missing. */
export function replaceBetweenMarks(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start === -1 || end < start) throw new Error(`The marks ${open} and ${close} are missing.`)
  return `${text.slice(0, start + open.length)}\n\n${content.trim()}\n\n${text.slice(end)}`
}

/** A Markdown table with its cells made safe. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
