import { Argument, Command as Parser, CommanderError, InvalidArgumentError, Option } from 'commander'
import {
  argumentUsage,
  optionUsage,
  type Command,
  type OptionDefinition,
  type OptionTable,
  type ValuesOf,
} from './command.ts'
import { cliError } from './errors.ts'

/** What the words on the command line ask for. */
export type CommandLine =
  | { readonly kind: 'print'; readonly text: string }
  | {
      readonly kind: 'run'
      readonly command: Command
      readonly arguments: readonly string[]
      readonly options: ValuesOf<OptionTable>
    }

export interface ParserSettings {
  readonly commands: readonly Command[]
  readonly version: string
  /** Columns of help texts. */
  readonly width: number
}

/**
 * Reads the command line by the option tables of the commands; help and version come back as text to print.
 *
 * @throws COMMAND_UNKNOWN, OPTION_UNKNOWN, ARGUMENTS_INVALID
 */
export function parseCommandLine(words: readonly string[], settings: ParserSettings): CommandLine {
  let text = ''
  let found: CommandLine | undefined
  const program = new Parser('sluice')
  program
    .description(
      'Shows how change reaches customers: the value stream of any git clone, with honest numbers.',
    )
    .version(settings.version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
    .helpCommand('help [command]', 'Print help for a command')
    .addHelpText('after', closingWords)
    .exitOverride()
    .configureHelp({
      helpWidth: settings.width,
      optionTerm: (option) => option.flags.replaceAll(/[<>]/g, ''),
    })
    .configureOutput({ writeOut: (part) => (text += part), writeErr: (part) => (text += part) })

  for (const command of settings.commands) {
    const parser = parserOf(program, command)
    parser.action((...given: readonly unknown[]) => {
      found = {
        kind: 'run',
        command,
        arguments: given.slice(0, command.arguments.length).flat().filter(isText),
        options: valuesOf(command.options, parser.opts()),
      }
    })
  }

  try {
    if (words.length === 0) program.help()
    program.parse(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (helpCodes.has(error.code)) return { kind: 'print', text }
    throw commandLineError(error)
  }
  return found ?? { kind: 'print', text }
}

const helpCodes: ReadonlySet<string> = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
])

const closingWords = `
Start with "sluice analyze" in a git clone. Exit codes: 0 fine, 1 the answer is
no, 2 you must change something, 3 something outside failed, 70 a bug in sluice.`

function parserOf(program: Parser, command: Command): Parser {
  const parser = program.command(command.name).summary(command.summary).description(command.description)
  for (const argument of command.arguments) {
    const parsed = new Argument(argumentUsage(argument), argument.description)
    parser.addArgument(argument.choices === undefined ? parsed : parsed.choices([...argument.choices]))
  }
  for (const [name, option] of Object.entries(command.options)) parser.addOption(parserOption(name, option))
  parser.helpOption('-h, --help', 'Print help')
  parser.addHelpText('after', () => exampleText(command))
  return parser
}

function exampleText(command: Command): string {
  const width = Math.max(...command.examples.map((example) => example.command.length))
  const lines = command.examples.map(({ command: typed, does }) => `  ${typed.padEnd(width)}  ${does}`)
  return ['', 'Examples:', ...lines].join('\n')
}

function parserOption(name: string, option: OptionDefinition): Option {
  // The parser wants a value that must be given in angle brackets: "--html FILE" is "--html <FILE>" to it.
  const flags = optionUsage(name, option).replace(/ ([A-Z]+)$/, ' <$1>')
  const parsed = new Option(flags, option.description)
  switch (option.kind) {
    case 'choice':
      return parsed.choices(option.choices).default(option.default)
    case 'integer':
      return parsed.argParser((text) => integerFrom(text, option.minimum))
    case 'flag':
    case 'text':
    case 'file':
      return parsed
  }
}

function integerFrom(text: string, minimum: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < minimum) {
    throw new InvalidArgumentError(`It must be a whole number of at least ${minimum}.`)
  }
  return number
}

function valuesOf(table: OptionTable, given: Readonly<Record<string, unknown>>): ValuesOf<OptionTable> {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, valueOf(option, given[name])]),
  )
}

function valueOf(option: OptionDefinition, given: unknown): string | number | boolean | undefined {
  switch (option.kind) {
    case 'flag':
      return typeof given === 'boolean' ? given : option.default
    case 'file':
      return given === true ? '-' : textOf(given)
    case 'integer':
      if (given === true) return option.bare
      return typeof given === 'number' ? given : undefined
    case 'text':
      return textOf(given)
    case 'choice':
      return textOf(given) ?? option.default
  }
}

function isText(given: unknown): given is string {
  return typeof given === 'string'
}

function textOf(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined
}

/** Turns the parser's complaint into a coded error; it suggests the nearest name itself. */
function commandLineError(error: CommanderError): Error {
  const [first = '', ...others] = error.message.split('\n')
  const nearest = /Did you mean (?:one of )?([^,?]+)/.exec(others.join(' '))?.[1]
  const suggestion = nearest === undefined ? {} : { nearest }
  const quoted = /'([^']*)'/.exec(first)?.[1] ?? ''
  if (error.code === 'commander.unknownCommand') {
    return cliError('COMMAND_UNKNOWN', { command: quoted, ...suggestion })
  }
  if (error.code === 'commander.unknownOption') {
    return cliError('OPTION_UNKNOWN', { option: quoted, ...suggestion })
  }
  return cliError('ARGUMENTS_INVALID', {
    reason: sentence(first.replace(/^error: /, '').replaceAll(/[<>]/g, '')),
  })
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
