import type { SourceId } from '../analysis.ts'

/** What a source is called, and in a sentence what it would add. */
export interface SourceText {
  readonly label: string
  readonly adds: string
}

export const sourceTexts: Readonly<Record<SourceId, SourceText>> = {
  forge: {
    label: 'Forge (GitHub, GitLab)',
    adds: 'It tells when each change was opened, reviewed and approved, and so where it waited before the merge.',
  },
  deployments: {
    label: 'Deployments',
    adds: 'They tell when a release was really running for users, and which ones failed.',
  },
  incidents: {
    label: 'Incidents',
    adds: 'They tell which deployments hurt users, and how long it took to make that good.',
  },
  ci: {
    label: 'CI runs',
    adds: 'They tell how long changes queue for runners, and how long the checks run.',
  },
}
