/** A phrase as it stands inside a sentence; words written in capitals, such as CI, stay as they are. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}

/** A phrase as it stands at the beginning of a sentence or of a column. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
