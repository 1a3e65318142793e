/** A text as it stands in a statement of ClickHouse, where a backslash begins an escape. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
