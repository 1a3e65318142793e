import type { Instant, Milliseconds } from '@sluice/model'

/** Small data that is changed in place: how far each source was read, documents, and who does which job. */
export interface ControlStore {
  readCursor(key: CursorKey): Promise<Cursor | undefined>
  listCursors(): Promise<readonly (CursorKey & Cursor)[]>

  readDocument(collection: string, id: string): Promise<StoredDocument | undefined>
  /** Those of a collection, or all of all collections. */
  listDocuments(collection?: string): Promise<readonly StoredDocument[]>
  /**
   * Writes a document if nobody else did since it was read: `expected` is the version that was read, 0 for a new
   * one. Gives the new version, or undefined when somebody was faster.
   */
  writeDocument(document: NewDocument, expected: number): Promise<number | undefined>
  deleteDocument(collection: string, id: string): Promise<void>

  /** Takes or renews the right to do a job alone; false while another holder has it. */
  takeLease(name: string, holder: string, now: Instant, length: Milliseconds): Promise<boolean>
  releaseLease(name: string, holder: string): Promise<void>
}

/** One stream of one source, such as the pulls of `github` for `github.com/acme/shop`. */
export interface CursorKey {
  readonly source: string
  readonly scope: string
  readonly stream: string
}
export interface Cursor {
  /** What the source continues from; only the source understands it. */
  readonly position: string
  readonly updatedAt: Instant
}
export type CursorUpdate = CursorKey & Cursor

export interface NewDocument {
  readonly collection: string
  readonly id: string
  /** JSON text. */
  readonly body: string
}
export type StoredDocument = NewDocument & { readonly version: number }
