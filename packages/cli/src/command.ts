import type { Terminal } from './terminal.ts'

/** What a process of sluice ends with; see `docs/reference/cli.md`. */
export type ExitCode = 0 | 1 | 2 | 3 | 70 | 130 | 143

/** One option of a command: help, validation and the reference page all come from it. */
export type OptionDefinition = FlagOption | TextOption | FileOption | ChoiceOption<string> | IntegerOption

/** `--name`, or `--no-name` where it is on by default. */
export interface FlagOption {
  readonly kind: 'flag'
  readonly default: boolean
  readonly description: string
}
/** `--name VALUE`. */
export interface TextOption {
  readonly kind: 'text'
  readonly value: string
  readonly description: string
}
/** `--name [FILE]`: without a file, or with `-`, it goes to standard output. */
export interface FileOption {
  readonly kind: 'file'
  readonly description: string
}
/** `--name VALUE`, one of a few words. */
export interface ChoiceOption<TChoice extends string> {
  readonly kind: 'choice'
  readonly value: string
  readonly choices: readonly TChoice[]
  readonly default: TChoice
  readonly description: string
}
/** `--name N`; with `bare` also `--name` alone, which then means that number. */
export interface IntegerOption {
  readonly kind: 'integer'
  readonly minimum: number
  readonly bare?: number
  readonly description: string
}

/** Options of a command by their name in camelCase; the flag is the same name in kebab-case. */
export type OptionTable = Readonly<Record<string, OptionDefinition>>

/** What a person gave, by option name. */
export type ValuesOf<TTable extends OptionTable> = {
  readonly [TName in keyof TTable]: ValueOf<TTable[TName]>
}

type ValueOf<TOption> = TOption extends FlagOption
  ? boolean
  : TOption extends ChoiceOption<infer TChoice>
    ? TChoice
    : TOption extends IntegerOption
      ? number | undefined
      : string | undefined

export interface CommandInput<TTable extends OptionTable> {
  /** In the order of the definition; a last one that repeats gives all of its values. */
  readonly arguments: readonly string[]
  readonly options: ValuesOf<TTable>
  readonly terminal: Terminal
  /** Aborts when the person interrupts. */
  readonly signal: AbortSignal
}

/** A word that is given by its place. */
export interface ArgumentDefinition {
  readonly name: string
  readonly description: string
  readonly isRequired?: true
  /** It may be given more than once; only the last argument can. */
  readonly isRepeated?: true
  /** The words that may stand here; absent means any. */
  readonly choices?: readonly string[]
}

export interface CommandDefinition<TTable extends OptionTable> {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** A short paragraph for its own help. */
  readonly description: string
  readonly arguments: readonly ArgumentDefinition[]
  readonly options: TTable
  readonly examples: readonly { readonly command: string; readonly does: string }[]
  /** Loads the code of the command only when it is run, so that others start fast. */
  readonly load: () => Promise<(input: CommandInput<TTable>) => Promise<ExitCode>>
}

/** A command whose options are known only by their table. */
export interface Command extends Omit<CommandDefinition<OptionTable>, 'load'> {
  readonly run: (input: CommandInput<OptionTable>) => Promise<ExitCode>
}

/** Ties the code of a command to the types of its option table. */
export function defineCommand<const TTable extends OptionTable>(
  definition: CommandDefinition<TTable>,
): Command {
  const { load, ...described } = definition
  return {
    ...described,
    async run(input) {
      const execute = await load()
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parseCommandLine read them by this very table
      return execute({ ...input, options: input.options as ValuesOf<TTable> })
    },
  }
}

/** The argument as usage shows it: `path` in brackets where it may be left out, with dots where it repeats. */
export function argumentUsage({ name, isRequired, isRepeated }: ArgumentDefinition): string {
  const shown = isRepeated === true ? `${name}...` : name
  return isRequired === true ? `<${shown}>` : `[${shown}]`
}

/** The option as a person types it: `--tag-pattern GLOB`, `--md [FILE]`, `--no-color`. */
export function optionUsage(name: string, option: OptionDefinition): string {
  const flag = `--${flagName(name)}`
  switch (option.kind) {
    case 'flag':
      return option.default ? `--no-${flagName(name)}` : flag
    case 'file':
      return `${flag} [FILE]`
    case 'integer':
      return option.bare === undefined ? `${flag} N` : `${flag} [N]`
    case 'text':
    case 'choice':
      return `${flag} ${option.value}`
  }
}

/** `tagPattern` → `tag-pattern`, as it is typed after `--`. */
function flagName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
