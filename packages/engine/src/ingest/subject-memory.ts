import type { Steps, SubjectMemory } from '@sluice/connect'
import type { ControlStore } from '@sluice/ledger'
import { z } from 'zod'

/** What earlier CDEvents told, loaded for some subjects and kept between deliveries. */
export interface StoredMemory extends SubjectMemory {
  /** Keeps what was added. */
  save(): Promise<void>
}

const collection = 'cdevents'
const StoredSteps = z.record(z.string(), z.looseObject({ at: z.number(), event: z.string() }))

/** Loads what is known of these subjects. */
export async function openSubjectMemory(
  control: ControlStore,
  subjects: readonly string[],
): Promise<StoredMemory> {
  const versions = new Map<string, number>()
  const known = new Map<string, Steps>()
  const changed = new Set<string>()
  for (const subject of subjects) {
    const stored = await control.readDocument(collection, subject)
    if (stored === undefined) continue
    versions.set(subject, stored.version)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below and nowhere else, so that what the check leaves open is as it was
    known.set(subject, StoredSteps.parse(JSON.parse(stored.body)) as unknown as Steps)
  }
  return {
    get: (subject) => known.get(subject),
    set(subject, steps) {
      known.set(subject, steps)
      changed.add(subject)
    },
    async save() {
      for (const subject of changed) {
        const body = JSON.stringify(known.get(subject))
        const document = { collection, id: subject, body }
        await control.writeDocument(document, versions.get(subject) ?? 0)
      }
    },
  }
}
