/**
 * Who can do something about an error; it decides the exit code and how loudly it is reported.
 * `user`: change a flag or a file. `operational`: something outside failed. `bug`: sluice is wrong.
 */
export type ErrorKind = 'user' | 'operational' | 'bug'

/** One row of a package's error table. */
export interface ErrorDefinition<TDetails> {
  readonly kind: ErrorKind
  /** What happened and why, in one sentence. */
  readonly message: (details: TDetails) => string
  /** What to do about it, in one sentence. */
  readonly hint: string
}

// `never` makes every table assignable whatever details its rows take.
/** The errors of one package by their code. A code is permanent: add one, never rename or reuse one. */
export type ErrorTable = Readonly<Record<string, ErrorDefinition<never>>>

type DetailsOf<TDefinition> = TDefinition extends ErrorDefinition<infer TDetails> ? TDetails : never

/** The only class of error that sluice throws. Make one with the function from `errorsOf`. */
export class SluiceError extends Error {
  override readonly name = 'SluiceError'
  readonly code: string
  readonly kind: ErrorKind
  readonly hint: string

  constructor(code: string, definition: ErrorDefinition<unknown>, details: unknown, cause?: unknown) {
    super(definition.message(details), cause === undefined ? undefined : { cause })
    this.code = code
    this.kind = definition.kind
    this.hint = definition.hint
  }
}

/** Makes the error constructor of a package from its table: `throw gitError('GIT_MISSING', {...})`. */
export function errorsOf<TTable extends ErrorTable>(table: TTable) {
  return <TCode extends keyof TTable & string>(
    code: TCode,
    details: DetailsOf<TTable[TCode]>,
    cause?: unknown,
  ): SluiceError => {
    const definition = table[code]
    if (definition === undefined) throw new TypeError(`No error is defined for the code ${code}.`)
    // The signature above has checked that these details fit this row.
    return new SluiceError(code, definition as unknown as ErrorDefinition<unknown>, details, cause)
  }
}
