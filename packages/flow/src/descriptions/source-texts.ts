import type { SourceId } from '../analysis.ts'

/** What a source is called, and in a sentence what it would add. */
export interface SourceText {
  readonly label: string
  readonly adds: string
  /** How to connect it, in a sentence. */
  readonly connect: string
}

export const sourceTexts: Readonly<Record<SourceId, SourceText>> = {
  forge: {
    label: 'Forge (GitHub, GitLab)',
    adds: 'It tells when each change was opened, reviewed and approved, and so where it waited before the merge.',
    connect: 'Read it with "sluice sync github" or "sluice sync gitlab".',
  },
  deployments: {
    label: 'Deployments',
    adds: 'They tell when a release was really running for users, and which ones failed.',
    connect: 'They come with the forge, or with "sluice record deployment" from a pipeline.',
  },
  incidents: {
    label: 'Incidents',
    adds: 'They tell which deployments hurt users, and how long it took to make that good.',
    connect: 'They come with the forge as labelled issues, or with "sluice ingest incidents" or "alerts".',
  },
  ci: {
    label: 'CI runs',
    adds: 'They tell how long changes queue for runners, and how long the checks run.',
    connect: 'They come with the forge, or with "sluice ingest otel" or "cdevents".',
  },
}
