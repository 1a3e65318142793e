/** What a field of a record holds. The guide's table and the parsers follow these. */
export const fieldTypes = {
  text: 'text',
  revision: 'full commit hash',
  time: 'time with its zone',
  flag: 'yes or no',
  list: 'list',
} as const
export type FieldType = keyof typeof fieldTypes

/** One field of a record that sluice reads. */
export interface FieldDefinition {
  readonly type: FieldType
  /** For people, in a few words. */
  readonly describes: string
  readonly example: string
  /**
   * Other names under which exports know it, in the order in which they are tried. Names are compared without case
   * and without anything that is no letter or digit: `commit_sha` is `commitSha`.
   */
  readonly synonyms: readonly string[]
  readonly isRequired?: boolean
}

export type FieldTable = Readonly<Record<string, FieldDefinition>>

/** The names of the fields of one type. */
export type FieldsOfType<TTable extends FieldTable, TType extends FieldType> = {
  [TName in keyof TTable]: TTable[TName]['type'] extends TType ? TName : never
}[keyof TTable] &
  string

/** A name as it is compared. */
export function comparableName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** For each comparable name the field that it means, and how far down the list of its names it stands. */
export function indexOfNames(
  table: FieldTable,
): ReadonlyMap<string, { readonly field: string; readonly place: number }> {
  return new Map(
    Object.entries(table).flatMap(([field, { synonyms }]) =>
      [field, ...synonyms].map((name, place) => [comparableName(name), { field, place }] as const),
    ),
  )
}
