import { diagnose } from '@sluice/engine'
import { clockFrom } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { writeOutputs } from '../outputs.ts'
import { renderDiagnosis } from '../terminal/render-diagnosis.ts'
import type { doctorOptions } from './doctor-command.ts'

/** Looks at a clone and says what was found; 2 when something must be mended first. */
export async function runDoctor(input: CommandInput<typeof doctorOptions>): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const diagnosis = await diagnose(input.arguments[0] ?? '.', {
    ...(options.tagPattern === undefined ? {} : { tagPattern: options.tagPattern }),
    ...(options.main === undefined ? {} : { mainLine: options.main }),
    ledger: { data: options.data, environment: process.env, platform: process.platform },
    clock: clockFrom(Date.now),
    signal,
  })
  if (options.json === undefined) {
    const color = options.color ? terminal.out.colorLevel : 0
    await terminal.out.write(renderDiagnosis(diagnosis, { width: terminal.out.width, color }))
  } else {
    const { doctorDocument } = await import('../json/doctor-document.ts')
    const content = `${JSON.stringify(doctorDocument(diagnosis), undefined, 2)}\n`
    await writeOutputs([{ option: '--json', file: options.json, content }], { terminal, signal, quiet: true })
  }
  return diagnosis.findings.some((finding) => finding.status === 'problem') ? 2 : 0
}
