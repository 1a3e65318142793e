import { z } from 'zod'

/** Shape of `sluice doctor --json`. Loaded by the documentation generator and tests, never by the command. */
export const doctorSchema = z
  .strictObject({
    schema: z.literal('sluice.doctor/1'),
    isReady: z.boolean().describe('No finding is a problem: the clone can be analyzed.'),
    findings: z
      .array(
        z.strictObject({
          id: z.string().describe('Stable name of what was looked at, in kebab-case.'),
          status: z
            .enum(['ok', 'note', 'problem'])
            .describe('note: it works, at a cost that is named. problem: to be mended first.'),
          title: z.string().describe('What was looked at.'),
          detail: z.string().describe('What was found.'),
          hint: z.string().nullable().describe('What to do about it.'),
        }),
      )
      .describe('In the order in which sluice looked.'),
  })
  .describe('What sluice found in a git clone.')

export type DoctorDocument = z.infer<typeof doctorSchema>
