import type { ReactElement } from 'react'

/** The empty list that `pageScript` fills with the rows behind a number. */
export function RowsDialog(): ReactElement {
  return (
    <dialog id="rows" aria-labelledby="rows-title">
      <h2 id="rows-title">Rows</h2>
      <button type="button" className="close" id="rows-close">
        Close
      </button>
      <input
        type="search"
        id="rows-search"
        placeholder="Search"
        aria-label="Search these rows"
        autoComplete="off"
        spellCheck={false}
      />
      <p className="hint" id="rows-status" role="status" />
      <div className="scroll" role="region" aria-label="Rows" tabIndex={0}>
        <table>
          <thead>
            <tr id="rows-head" />
          </thead>
          <tbody id="rows-body" />
        </table>
        <p className="more">
          <button type="button" className="action" id="rows-more">
            Show 100 more
          </button>
        </p>
      </div>
    </dialog>
  )
}
