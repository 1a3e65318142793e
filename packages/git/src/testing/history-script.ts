/** A commit of a script, to be named as parent of others. */
export interface ScriptedCommit {
  readonly mark: number
}

/** Who and when; bytes may be given where a name is not text. */
export interface Signature {
  readonly name?: string | Uint8Array
  readonly email?: string
}

export interface CommitOptions {
  /** Branch that then points to it. Defaults to `main`. */
  readonly branch?: string
  /** Defaults to the tip of the branch, if it has one. Several make a merge. */
  readonly parents?: readonly ScriptedCommit[]
  /** Defaults to Ada, ada@example.com. */
  readonly author?: Signature
  /** Defaults to the author. */
  readonly committer?: Signature
  /** ISO date or milliseconds since the epoch. Defaults to one hour after the commit before, from 2026-01-01. */
  readonly at?: string | number
  /** ISO date or milliseconds since the epoch. Defaults to `at`. */
  readonly authoredAt?: string | number
  /** Contents by path; a path without content is removed. Defaults to no change. */
  readonly files?: Readonly<Record<string, string | undefined>>
}

export interface TagOptions {
  /** Makes it an annotated tag of this date. */
  readonly annotatedAt?: string | number
}

const start = Date.UTC(2026, 0, 1)
const hourMs = 3_600_000

/** Writes down a history as commands for `git fast-import`. The same calls give the same hashes on every machine. */
export class HistoryScript {
  readonly #commands: Uint8Array[] = []
  readonly #tips = new Map<string, ScriptedCommit>()
  #marks = 0
  #clock = start - hourMs

  /** Adds a commit. */
  commit(message: string | Uint8Array, options: CommitOptions = {}): ScriptedCommit {
    const { branch = 'main', author = {}, committer = author, files = {} } = options
    const at = options.at === undefined ? this.#clock + hourMs : epochMs(options.at)
    const authoredAt = options.authoredAt === undefined ? at : epochMs(options.authoredAt)
    const tip = this.#tips.get(branch)
    const [first, ...others] = options.parents ?? (tip === undefined ? [] : [tip])
    this.#clock = at
    this.#marks += 1
    const commit = { mark: this.#marks }
    this.#tips.set(branch, commit)

    // Without the reset, a root commit on a branch that exists would get its tip as parent.
    if (first === undefined) this.#write(`reset refs/heads/${branch}\n`)
    this.#write(`commit refs/heads/${branch}\nmark :${commit.mark}\n`)
    this.#sign('author', author, authoredAt)
    this.#sign('committer', committer, at)
    this.#data(message)
    if (first !== undefined) this.#write(`from :${first.mark}\n`)
    for (const other of others) this.#write(`merge :${other.mark}\n`)
    for (const [path, content] of Object.entries(files)) {
      if (content === undefined) this.#write(`D ${path}\n`)
      else {
        this.#write(`M 100644 inline ${path}\n`)
        this.#data(content)
      }
    }
    this.#write('\n')
    return commit
  }

  /** Adds a merge of `other` (or several) into a branch. */
  merge(
    message: string | Uint8Array,
    others: ScriptedCommit | readonly ScriptedCommit[],
    options: Omit<CommitOptions, 'parents'> = {},
  ): ScriptedCommit {
    const tip = this.tip(options.branch ?? 'main')
    return this.commit(message, { ...options, parents: [tip, ...(isOne(others) ? [others] : others)] })
  }

  /** Points a tag at a commit. */
  tag(name: string, commit: ScriptedCommit, options: TagOptions = {}): void {
    if (options.annotatedAt === undefined) {
      this.#write(`reset refs/tags/${name}\nfrom :${commit.mark}\n\n`)
      return
    }
    this.#write(`tag ${name}\nfrom :${commit.mark}\n`)
    this.#sign('tagger', {}, epochMs(options.annotatedAt))
    this.#data(name)
  }

  /** Points any other reference, such as `refs/remotes/origin/main`, at a commit. */
  reference(name: string, commit: ScriptedCommit): void {
    this.#write(`reset ${name}\nfrom :${commit.mark}\n\n`)
  }

  /** The newest commit of a branch. */
  tip(branch: string): ScriptedCommit {
    const tip = this.#tips.get(branch)
    if (tip === undefined) throw new RangeError(`The branch ${branch} has no commit.`)
    return tip
  }

  /** All commands so far. */
  commands(): readonly Uint8Array[] {
    return this.#commands
  }

  #sign(role: string, { name = 'Ada', email = 'ada@example.com' }: Signature, at: number): void {
    this.#write(`${role} `)
    this.#commands.push(typeof name === 'string' ? Buffer.from(name) : name)
    this.#write(` <${email}> ${Math.floor(at / 1_000)} +0000\n`)
  }

  #data(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    this.#write(`data ${bytes.length}\n`)
    this.#commands.push(bytes)
    this.#write('\n')
  }

  #write(text: string): void {
    this.#commands.push(Buffer.from(text))
  }
}

function isOne(others: ScriptedCommit | readonly ScriptedCommit[]): others is ScriptedCommit {
  return 'mark' in others
}

function epochMs(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at)
}
