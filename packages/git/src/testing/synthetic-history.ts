import { seededRng } from '@sluice/model'
import { importHistory } from './temporary-repository.ts'

export interface SyntheticHistoryOptions {
  readonly commits: number
  /** The same seed gives the same hashes. Defaults to 1. */
  readonly seed?: number
  /** Commits between two release tags. Defaults to 200. */
  readonly commitsPerTag?: number
}

/**
 * Fills an empty repository with a long history of a usual shape: a third of the changes are merged branches of two
 * to four commits, the rest squash merges; a fifth carries a trailer of an AI tool or a co-author; one in a hundred
 * is a revert; releases are annotated tags.
 */
export async function writeSyntheticHistory(path: string, options: SyntheticHistoryOptions): Promise<void> {
  await importHistory(path, syntheticCommands(options))
}

function* syntheticCommands({
  commits,
  seed = 1,
  commitsPerTag = 200,
}: SyntheticHistoryOptions): Generator<string> {
  const rng = seededRng(seed)
  const pick = (count: number): number => Math.floor(rng() * count)
  let at = Date.UTC(2010, 0, 1) / 1_000
  let mark = 0
  let main = 0
  let tagged = 0
  let pullRequest = 0

  const commit = (branch: string, parents: readonly number[], message: string, ageSeconds = 0): string => {
    mark += 1
    const who = pick(300)
    const person = `Person ${who} <person${who}@example.com>`
    const links = parents
      .filter((parent) => parent > 0)
      .map((parent, nth) => `${nth === 0 ? 'from' : 'merge'} :${parent}\n`)
    const file = pick(500)
    return [
      `commit refs/heads/${branch}\nmark :${mark}\n`,
      `author ${person} ${at - ageSeconds} +0000\ncommitter ${person} ${at} +0000\n`,
      `data ${Buffer.byteLength(message)}\n${message}\n`,
      ...links,
      `M 100644 inline src/folder${file % 20}/file${file}.txt\ndata ${String(mark).length}\n${mark}\n\n`,
    ].join('')
  }

  while (main < commits) {
    at += 60 + pick(7_200)
    pullRequest += 1
    const title = `${titles[pick(titles.length)] ?? 'fix'}: ${words(rng, 3 + pick(6))}`
    const isMerge = main > 0 && pick(3) === 0
    if (isMerge) {
      let tip = main
      for (let left = 2 + pick(3); left > 0; left -= 1) {
        at += 60 + pick(3_600)
        yield commit('topic', [tip], `${words(rng, 4 + pick(6))}\n\n${body(rng, pick(4))}`)
        tip = mark
      }
      const merge = `Merge pull request #${pullRequest} from owner/topic-${pullRequest}\n\n${title}`
      yield commit('main', [main, tip], merge)
    } else {
      yield commit('main', [main], `${title} (#${pullRequest})\n\n${body(rng, pick(4))}`, pick(400_000))
    }
    main = mark
    if (mark - tagged >= commitsPerTag) {
      tagged = mark
      const name = `v1.${Math.floor(mark / commitsPerTag)}.0`
      yield `tag ${name}\nfrom :${main}\ntagger Ada <ada@example.com> ${at + 600} +0000\ndata ${name.length}\n${name}\n`
    }
  }
}

const titles = ['fix', 'feat', 'docs', 'chore', 'refactor', 'test', 'fix(core)', 'feat(cli)']
const vocabulary =
  'the a parser reader queue stage worker cache index handle avoid retry when after empty missing late early value result option report release branch merge window error message stream chunk table field column'.split(
    ' ',
  )

function words(rng: () => number, count: number): string {
  return Array.from({ length: count }, () => vocabulary[Math.floor(rng() * vocabulary.length)] ?? '').join(
    ' ',
  )
}

function body(rng: () => number, paragraphs: number): string {
  const text = Array.from({ length: paragraphs }, () => words(rng, 20)).join('\n\n')
  const kind = rng()
  if (kind < 0.1) return `${text}\n\nCo-authored-by: Claude <noreply@anthropic.com>\n`
  if (kind < 0.2) return `${text}\n\nSigned-off-by: Grace <grace@example.com>\n`
  if (kind < 0.21) return `${text}\n\nThis reverts commit ${'0123456789abcdef'.repeat(3).slice(0, 40)}.\n`
  return text
}
