import type { Diagnosis } from '@sluice/engine'
import type { DoctorDocument } from './doctor-schema.ts'

/** What doctor found, as `sluice.doctor/1`. */
export function doctorDocument(diagnosis: Diagnosis): DoctorDocument {
  return {
    schema: 'sluice.doctor/1',
    isReady: diagnosis.findings.every((finding) => finding.status !== 'problem'),
    findings: diagnosis.findings.map(({ id, status, title, detail, hint }) => ({
      id,
      status,
      title,
      detail,
      hint: hint ?? null,
    })),
  }
}
