import { shift } from '@sluice/model'
import type { ControlStore } from '../control-store.ts'
import type { LedgerClient } from './ledger-client.ts'

/** Control data beside the facts, in the same file. */
export function duckdbControlStore(client: LedgerClient): ControlStore {
  return {
    async readCursor(key) {
      const [cursor] = await client.ask('readCursors', key)
      return cursor && { position: cursor.position, updatedAt: cursor.updatedAt }
    },
    listCursors: () => client.ask('readCursors', {}),
    async readDocument(collection, id) {
      const [document] = await client.ask('readDocuments', { collection, id })
      return document
    },
    listDocuments: (collection) => client.ask('readDocuments', { collection }),
    writeDocument: (document, expected) => client.ask('writeDocument', { document, expected }),
    deleteDocument: (collection, id) => client.ask('deleteDocument', { collection, id }),
    takeLease: (name, holder, now, length) =>
      client.ask('takeLease', { name, holder, now, expiresAt: shift(now, length) }),
    releaseLease: (name, holder) => client.ask('releaseLease', { name, holder }),
  }
}
