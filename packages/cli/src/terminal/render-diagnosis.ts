import type { Diagnosis, DiagnosisStatus } from '@sluice/engine'
import { formatCount } from '../format/count.ts'
import { printable } from '../format/printable.ts'
import { cell, wrap } from '../format/text-layout.ts'
import type { ColorLevel } from '../terminal.ts'
import { paintFor, type Paint } from './paint.ts'

/** What doctor found, one block per finding, and the sum of it in the last line. */
export function renderDiagnosis(
  diagnosis: Diagnosis,
  { width, color }: { readonly width: number; readonly color: ColorLevel },
): string {
  const paint = paintFor(color)
  const indent = ' '.repeat(statusWidth)
  const blocks = diagnosis.findings.map((finding) => {
    const detail = wrap(printable(finding.detail), width - statusWidth)
    const hint = finding.hint === undefined ? [] : wrap(`→ ${printable(finding.hint)}`, width - statusWidth)
    const mark = statusPaint(finding.status, paint)(cell(finding.status, statusWidth))
    return [
      `${mark}${paint.strong(printable(finding.title))}`,
      ...detail.map((line) => indent + line),
      ...hint.map((line) => indent + line),
    ].join('\n')
  })
  return `${[...blocks, '', closing(diagnosis)].join('\n')}\n`
}

const statusWidth = 9

function statusPaint(status: DiagnosisStatus, paint: Paint): (text: string) => string {
  switch (status) {
    case 'ok':
      return paint.good
    case 'note':
      return paint.faint
    case 'problem':
      // A person should act: amber by its meaning everywhere in sluice.
      return paint.amber
  }
}

function closing({ findings }: Diagnosis): string {
  const problems = findings.filter((finding) => finding.status === 'problem').length
  if (problems > 0) return `${formatCount(problems, 'problem')} to mend first.`
  return 'Nothing stands in the way: run "sluice analyze".'
}
