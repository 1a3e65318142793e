import { z } from 'zod'
import { comparableName } from '../records/field-table.ts'
import { columnsOf } from '../records/json-rows.ts'
import type { Row } from '../records/row.ts'

/**
 * The records that one stands for: where it lists several commits as DevLake's webhook does, each of a repository of
 * its own, one for each of them; otherwise the record itself. What a commit says goes before what is said for all.
 */
export function splitByCommit(columns: Row['columns']): readonly Row['columns'][] {
  const list = columns.find(([name]) => comparableName(name) === 'deploymentcommits')
  const commits = Commits.safeParse(list?.[1])
  if (!commits.success) return [columns]

  return commits.data.map((commit) => {
    const own = (columnsOf(commit) ?? []).filter(([, content]) => content !== '' && content !== null)
    return [...own, ...columns]
  })
}

const Commits = z.array(z.unknown()).min(1).max(1_000)
