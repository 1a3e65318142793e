import { linesOf, runTool, type Check } from './check.ts'

export const formatCheck: Check = {
  name: 'format',
  remedy: 'npm run format',
  run: async () => linesOf(await runTool('oxfmt', ['--check'])),
}

export const lintCheck: Check = {
  name: 'lint',
  remedy: 'change the code; a disable comment needs a reason after "--"',
  run: async () =>
    linesOf(
      await runTool('oxlint', [
        '--type-aware',
        '--report-unused-disable-directives',
        '--deny-warnings',
        '--format=unix',
      ]),
    ),
}

export const typeCheck: Check = {
  name: 'types',
  remedy: 'change the code until "npx tsc" is silent',
  run: async () => linesOf(await runTool('tsc', ['--project', '.', '--pretty', 'false'])),
}

export const deadCodeCheck: Check = {
  name: 'dead code',
  remedy: 'remove what nothing uses, or name its entry in knip.json',
  run: async () => linesOf(await runTool('knip', ['--no-progress', '--treat-config-hints-as-errors'])),
}
