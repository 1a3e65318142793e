import { revision, type Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { findRevision, isFullHash } from './revisions.ts'
import { gitOutcome, gitOutput } from './run-git.ts'

/** A branch, local or remote-tracking. */
export interface Branch {
  /** Full name, such as `refs/remotes/origin/main`. */
  readonly reference: string
  /** Without `refs/heads/` or the remote, such as `main`. */
  readonly name: string
  readonly remote?: string
  readonly tip: Revision
}

/**
 * Why a line was chosen. `requested`: by the caller. `remote-default`: the default branch of the remote.
 * `local-ahead`: the local branch of that name, which holds everything the remote one does and more.
 * `head-branch`, `detached-head`: what is checked out, because no default branch is known.
 */
export type MainLineReason = 'requested' | 'remote-default' | 'local-ahead' | 'head-branch' | 'detached-head'

export interface MainLineChoice {
  /** For people, such as `main`; the hash when HEAD is detached. */
  readonly name: string
  readonly tip: Revision
  readonly reason: MainLineReason
  /** Branches that look like release lines (`release/1.x`, `v4-maint`, `4.x`), local ones and then the remote's. */
  readonly releaseBranches: readonly Branch[]
}

/**
 * Chooses the line on which changes arrive.
 *
 * Fails with `UNKNOWN_REVISION` when `requested` is no commit, and with `EMPTY_REPOSITORY` when there is none at all.
 */
export async function chooseMainLine(
  repository: Repository,
  requested?: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MainLineChoice> {
  const { branches, remoteDefault } = await readReferences(repository, options)
  const chosen =
    requested === undefined
      ? await chooseByDefault(repository, branches, remoteDefault, options)
      : await chooseRequested(repository, branches, requested, options)
  const releaseBranches = branches.filter(
    (branch) => isReleaseBranch(branch.name) && branch.name !== chosen.name,
  )
  return { ...chosen, releaseBranches }
}

/** All branches, local ones first. Branches that stand for another (`origin/HEAD`) are left out. */
export async function readBranches(
  repository: Repository,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly Branch[]> {
  return (await readReferences(repository, options)).branches
}

/** Whether a branch name looks like a line that releases are made from beside the main one. */
export function isReleaseBranch(name: string): boolean {
  return releaseBranchShapes.some((shape) => shape.test(name))
}

const releaseBranchShapes = [
  // release/1.2, maint-2.39, support/2.x
  /^(?:releases?|rel|stable|maint|maintenance|support|branch)[-_/]v?\d/i,
  // 4.x, v18.x-staging, 1.21-maint, v3-lts, 5-1-stable
  /^v?\d+(?:[._-]\d+)*(?:[._]x)?(?:[-_/](?:x|lts|maint|maintenance|stable|staging|release|backports?))?$/i,
  // product-4.x
  /^[a-z]+[-_]v?\d+(?:\.\d+)*\.x$/i,
  // PostgreSQL
  /^REL_?\d\w*_STABLE$/,
]

type Chosen = Omit<MainLineChoice, 'releaseBranches'>

async function chooseRequested(
  repository: Repository,
  branches: readonly Branch[],
  requested: string,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<Chosen> {
  const remote = branches.find((branch) => branch.remote === 'origin' && branch.name === requested)
  const tip = (await findRevision(repository, requested, options)) ?? remote?.tip
  if (tip === undefined) throw gitError('UNKNOWN_REVISION', { revision: requested })
  return { name: requested.replace(/^refs\/(?:heads|remotes)\//, ''), tip, reason: 'requested' }
}

async function chooseByDefault(
  repository: Repository,
  branches: readonly Branch[],
  remoteDefault: string | undefined,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<Chosen> {
  const remote = branches.find((branch) => branch.reference === remoteDefault)
  const local = branches.find((branch) => branch.remote === undefined && branch.name === remote?.name)
  if (remote !== undefined) {
    const isAhead = local !== undefined && (await isStrictlyAhead(repository, local.tip, remote.tip, options))
    return isAhead
      ? { name: local.name, tip: local.tip, reason: 'local-ahead' }
      : { name: remote.name, tip: remote.tip, reason: 'remote-default' }
  }
  const { head } = repository
  if (head.kind === 'branch') return { name: head.branch, tip: head.revision, reason: 'head-branch' }
  if (head.kind === 'detached') return { name: head.revision, tip: head.revision, reason: 'detached-head' }

  // An unborn HEAD beside other branches, as after `git init` and `git fetch`: the likeliest of them.
  const likely = ['main', 'master', 'trunk', 'develop']
  const fallback =
    likely.flatMap((name) => branches.filter((branch) => branch.name === name))[0] ?? branches[0]
  if (fallback === undefined) throw gitError('EMPTY_REPOSITORY', { path: repository.directory })
  return { name: fallback.name, tip: fallback.tip, reason: 'head-branch' }
}

interface References {
  readonly branches: readonly Branch[]
  /** Full name of the branch that `origin/HEAD` stands for. */
  readonly remoteDefault: string | undefined
}

async function readReferences(
  repository: Repository,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<References> {
  const format = '--format=%(refname)%00%(objectname)%00%(symref)'
  const output = await gitOutput(repository, ['for-each-ref', format, 'refs/heads', 'refs/remotes'], options)
  const branches: Branch[] = []
  let remoteDefault: string | undefined
  for (const line of output.toString('utf8').split('\n')) {
    const [reference = '', tip = '', symbolic] = line.split('\0')
    if (reference === 'refs/remotes/origin/HEAD' && symbolic !== '') remoteDefault = symbolic
    if (symbolic === '' && isFullHash(tip)) branches.push(branchOf(reference, tip))
  }
  return { branches, remoteDefault }
}

async function isStrictlyAhead(
  repository: Repository,
  tip: string,
  other: string,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<boolean> {
  if (tip === other) return false
  return (await gitOutcome(repository, ['merge-base', '--is-ancestor', other, tip], options)).exitCode === 0
}

function branchOf(reference: string, tip: string): Branch {
  const [, remote, remoteName] = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(reference) ?? []
  return remote === undefined || remoteName === undefined
    ? { reference, name: reference.replace(/^refs\/heads\//, ''), tip: revision(tip) }
    : { reference, name: remoteName, remote, tip: revision(tip) }
}
