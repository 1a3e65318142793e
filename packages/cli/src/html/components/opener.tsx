import type { ReactElement, ReactNode } from 'react'

/** A number that opens the sheet with its definition; works without script. */
export function Opener(props: { readonly about: string; readonly children: ReactNode }): ReactElement {
  return (
    <button type="button" className="open" popoverTarget={sheetId(props.about)}>
      {props.children}
    </button>
  )
}

/** A button that shows the rows behind a number. `rows` is a query that `pageScript` understands. */
export function RowsButton(props: {
  readonly rows: string
  readonly title: string
  readonly isQuiet?: boolean
  readonly children: ReactNode
}): ReactElement {
  return (
    <button
      type="button"
      className={props.isQuiet === true ? 'open' : 'action needs-script'}
      data-rows={props.rows}
      data-title={props.title}
    >
      {props.children}
    </button>
  )
}

/** The element id of a sheet. */
export function sheetId(about: string): string {
  return `about-${about}`
}
