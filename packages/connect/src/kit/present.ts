/** Fields that may be undefined or null become fields that may be absent. */
export type Present<TFields> = {
  [TKey in keyof TFields as Missable<TFields[TKey]> extends never ? TKey : never]: TFields[TKey]
} & {
  [TKey in keyof TFields as Missable<TFields[TKey]> extends never ? never : TKey]?: Exclude<
    TFields[TKey],
    undefined | null
  >
}

/** The fields that have a value: on the wire what is missing is `null` or left out, in the model it is absent. */
export function present<TFields extends object>(fields: TFields): Present<TFields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the line above removes exactly what the type removes
  return Object.fromEntries(kept) as Present<TFields>
}

type Missable<TValue> = Extract<TValue, undefined | null>
