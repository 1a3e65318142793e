import type { EtagStore } from '@sluice/connect'
import type { ControlStore } from '@sluice/ledger'
import { z } from 'zod'

/** ETags that outlive a process. */
export interface SavedEtags extends EtagStore {
  /** Keeps what was written; what somebody else kept meanwhile wins, since an ETag only saves a request. */
  save(): Promise<void>
}

const collection = 'etags'
const Body = z.record(z.string(), z.string())

/** More addresses than a repository has lists; the oldest are forgotten first. */
const mostKept = 5_000

/**
 * Opens the ETags of one scope, such as a source and its repository. `isContinued` is false when everything is to be
 * read again: an answer that has not changed must then be given once more.
 */
export async function openEtags(
  control: ControlStore,
  scope: string,
  { isContinued }: { readonly isContinued: boolean },
): Promise<SavedEtags> {
  const stored = await control.readDocument(collection, scope)
  const known = stored === undefined || !isContinued ? {} : Body.parse(JSON.parse(stored.body))
  const kept = new Map(Object.entries(known))
  let isChanged = !isContinued
  return {
    read: (key) => kept.get(key),
    write(key, etag) {
      // Written again, it is the newest.
      kept.delete(key)
      kept.set(key, etag)
      isChanged = true
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
    async save() {
      if (!isChanged) return
      const body = JSON.stringify(Object.fromEntries(kept))
      await control.writeDocument({ collection, id: scope, body }, stored?.version ?? 0)
      isChanged = false
    },
  }
}
