import type { ReactElement, ReactNode } from 'react'

/** A part of the page with its heading and a word on how to read it. */
export function Card(props: {
  readonly id: string
  readonly title: string
  readonly hint?: ReactNode
  readonly children: ReactNode
}): ReactElement {
  const headingId = `${props.id}-title`
  return (
    <section className="card" id={props.id} aria-labelledby={headingId}>
      <div className="head">
        <h2 id={headingId}>{props.title}</h2>
        {props.hint === undefined ? null : <p className="hint">{props.hint}</p>}
      </div>
      {props.children}
    </section>
  )
}
