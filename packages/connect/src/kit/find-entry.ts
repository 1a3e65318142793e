/** The entry of a table for a word from outside; words such as `constructor` find nothing. */
export function findEntry<TValue>(table: Readonly<Record<string, TValue>>, word: string): TValue | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
