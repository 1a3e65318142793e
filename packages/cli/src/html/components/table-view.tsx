import type { ReactElement, ReactNode } from 'react'

export interface Column {
  readonly title: string
  readonly isNumber?: boolean
  /** Sentences, which may break into lines; other cells do not. */
  readonly isText?: boolean
}

/** The same numbers as a chart, as a table that opens. The first cell of a row names it. */
export function TableView(props: {
  readonly label: string
  readonly caption?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly ReactNode[])[]
}): ReactElement {
  return (
    <details className="view">
      <summary>
        Table<span className="sr"> of {props.label}</span>
      </summary>
      <div className="scroll" role="region" aria-label={`Table of ${props.label}`} tabIndex={0}>
        <DataTable {...props} />
      </div>
    </details>
  )
}

/** A plain table. The first cell of a row names it. */
export function DataTable(props: {
  readonly caption?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly ReactNode[])[]
}): ReactElement {
  // One class for the whole table where it will do: there are thousands of cells in a page.
  const isAllNumbers = props.columns.slice(1).every(({ isNumber }) => isNumber === true)
  const classOf = (index: number): string | undefined => {
    if (props.columns[index]?.isText === true) return 'text'
    return !isAllNumbers && props.columns[index]?.isNumber === true ? 'num' : undefined
  }
  return (
    <table className={isAllNumbers ? 'nums' : undefined}>
      {props.caption === undefined ? null : <caption>{props.caption}</caption>}
      <thead>
        <tr>
          {props.columns.map((column, index) => (
            <th key={column.title} scope="col" className={classOf(index)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, index) =>
              index === 0 ? (
                <th key={0} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={index} className={classOf(index)}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
