import type { DifferenceBlock } from './hodges-lehmann.ts'

/** A block that remembers in which batch each of its values came about. Batches are numbered from 0. */
export interface BatchedBlock extends DifferenceBlock {
  readonly batchesOfA: Int32Array
  readonly batchesOfB: Int32Array
}

/**
 * Makes a function that draws whole batches with replacement, as many as there are, and gives the blocks with the
 * values of each batch as often as it was drawn. A batch has one fate in all blocks. Blocks that lose a group
 * compare nothing in that draw and are left out; a draw may therefore be empty.
 *
 * @see Field, C. A. & Welsh, A. H. (2007), Bootstrapping clustered data, J. R. Stat. Soc. B 69(3), 369–390
 */
export function redrawBatches(
  blocks: readonly BatchedBlock[],
  batches: number,
  rng: () => number,
): () => readonly DifferenceBlock[] {
  const drawn = new Uint32Array(batches)
  return () => {
    drawn.fill(0)
    for (let draw = 0; draw < batches; draw += 1) {
      const batch = Math.floor(rng() * batches)
      drawn[batch] = (drawn[batch] ?? 0) + 1
    }
    return blocks.flatMap((block) => {
      const a = repeated(block.a, block.batchesOfA, drawn)
      const b = repeated(block.b, block.batchesOfB, drawn)
      return a.length === 0 || b.length === 0 ? [] : [{ a, b, weight: 1 / (a.length + b.length) }]
    })
  }
}

/** Each value as often as its batch was drawn, still ascending. */
function repeated(values: Float64Array, batches: Int32Array, drawn: Uint32Array): Float64Array {
  let size = 0
  for (const batch of batches) size += drawn[batch] ?? 0
  const target = new Float64Array(size)
  let end = 0
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0
    for (let left = drawn[batches[index] ?? 0] ?? 0; left > 0; left -= 1) {
      target[end] = value
      end += 1
    }
  }
  return target
}
