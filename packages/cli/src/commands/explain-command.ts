import { defineCommand } from '../command.ts'

/** `sluice explain`. */
export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'Say what a metric, a stage, a word or an error code means',
  description: 'Prints the definition of a metric, a stage or a word of the report, or of an error code.',
  arguments: [{ name: 'topic', description: 'Such as change-lead-time, release-wait or OUTPUT_DISK_FULL' }],
  options: {},
  examples: [
    { command: 'sluice explain', does: 'everything that can be explained' },
    { command: 'sluice explain change-fail-rate', does: 'one metric' },
    { command: 'sluice explain GIT_MISSING', does: 'one error code' },
  ],
  load: async () => (await import('./run-explain.ts')).runExplain,
})
