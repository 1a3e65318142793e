/** Writes one item; resolves when it is written, alone or with others. */
export type GroupedWrite<TItem> = (item: TItem) => Promise<void>

export interface GroupWritesOptions<TItem> {
  /** Writes items as one. It is not called again before it is done. */
  readonly write: (items: readonly TItem[]) => Promise<void>
  readonly weight: (item: TItem) => number
  /** Weight of a group; a single item may be heavier. */
  readonly heaviest: number
  /** Of a failure of a group: each of its items would fail alike, so none is tried alone. */
  readonly isCommon: (error: unknown) => boolean
}

/**
 * Writes what arrives while a write is under way together in the next one. A server that makes files of every insert
 * takes sixteen small batches in the time of one.
 */
export function groupWrites<TItem>(options: GroupWritesOptions<TItem>): GroupedWrite<TItem> {
  const waiting: Waiting<TItem>[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) await writeGroup(waiting.splice(0, sizeOfGroup(waiting, options)), options)
    isWriting = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWriting) void writeAll()
    })
}

interface Waiting<TItem> {
  readonly item: TItem
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Settles each of the group, and never rejects itself. */
async function writeGroup<TItem>(
  group: readonly Waiting<TItem>[],
  { write, isCommon }: GroupWritesOptions<TItem>,
): Promise<void> {
  try {
    await write(group.map(({ item }) => item))
    for (const { resolve } of group) resolve()
  } catch (error) {
    if (group.length === 1 || isCommon(error)) {
      for (const { reject } of group) reject(error)
      return
    }
    // One of them is to blame, and the others shall not suffer for it.
    for (const { item, resolve, reject } of group) await write([item]).then(resolve, reject)
  }
}

function sizeOfGroup<TItem>(
  waiting: readonly Waiting<TItem>[],
  { weight, heaviest }: GroupWritesOptions<TItem>,
): number {
  let sum = 0
  const end = waiting.findIndex(({ item }, place) => {
    sum += weight(item)
    return place > 0 && sum > heaviest
  })
  return end === -1 ? waiting.length : end
}
