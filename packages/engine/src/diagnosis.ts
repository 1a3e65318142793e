/** What `sluice doctor` found, in the order in which it looked. */
export interface Diagnosis {
  readonly findings: readonly DiagnosisFinding[]
}

/** `note`: it works, with a cost that is named. `problem`: something to mend before the numbers are whole. */
export type DiagnosisStatus = 'ok' | 'note' | 'problem'

export interface DiagnosisFinding {
  /** Stable, kebab-case. */
  readonly id: string
  readonly status: DiagnosisStatus
  /** What was looked at, sentence case. */
  readonly title: string
  /** What was found. */
  readonly detail: string
  /** What to do about it. */
  readonly hint?: string
}
