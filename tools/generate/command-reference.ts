import {
  argumentUsage,
  optionUsage,
  type Command,
  type OptionDefinition,
} from '../../packages/cli/src/command.ts'
import { commands } from '../../packages/cli/src/commands/commands.ts'
import { generatedPage, markdownTable, type GeneratedDocument } from './document.ts'

const intro = `One program, \`sluice\`. \`sluice help COMMAND\` and \`sluice COMMAND --help\` print what stands here. Colour only
on a terminal; \`NO_COLOR\` and \`--no-color\` switch it off.

| exit code | meaning |
| --- | --- |
| 0 | fine, or the answer is yes |
| 1 | the answer is no |
| 2 | you must change something: an option, a file, the clone |
| 3 | something outside failed |
| 70 | a bug in sluice |
| 130, 143 | you interrupted it |`

export const commandReference: GeneratedDocument = {
  path: 'docs/reference/cli.md',
  render: () =>
    Promise.resolve(
      generatedPage(
        'Commands',
        'the command tables of packages/cli',
        [intro, ...commands.map(section)].join('\n\n'),
      ),
    ),
}

function section(command: Command): string {
  const usage = ['sluice', command.name, '[options]', ...command.arguments.map(argumentUsage)]
  const rows = Object.entries(command.options).map(([name, option]) => [
    `\`${optionUsage(name, option)}\``,
    option.description + choicesOf(option),
  ])
  return [
    `## sluice ${command.name}`,
    command.description,
    `\`\`\`\n${usage.join(' ')}\n\`\`\``,
    ...command.arguments.map(({ name, description, choices }) =>
      [`\`${name}\`: ${description}`, ...(choices ? [`: ${choices.join(', ')}`] : []), '.'].join(''),
    ),
    ...(rows.length > 0 ? [markdownTable(['option', 'does'], rows)] : []),
    'Examples:',
    markdownTable(
      ['command', 'does'],
      command.examples.map((example) => [`\`${example.command}\``, example.does]),
    ),
  ].join('\n\n')
}

function choicesOf(option: OptionDefinition): string {
  return option.kind === 'choice' ? ` (${option.choices.join(' or ')}; default: ${option.default})` : ''
}
