import { engineErrors, gitErrors, metricDescriptions, metricIds, stageDefinitions } from '@sluice/engine'
import { authorClasses, stageDescriptions, stages, type AuthorClass, type ErrorTable } from '@sluice/model'
import { cliErrors } from '../errors.ts'
import { lowerFirst } from '../format/sentence.ts'

/** A word of sluice that can be looked up. */
export interface Topic {
  /** As it stands in reports, JSON and errors. */
  readonly name: string
  readonly label: string
  readonly text: string
}

const authorClassWords: Readonly<Record<AuthorClass, string>> = {
  'ai-authored': 'An AI agent is the author of a commit.',
  'ai-co-authored': 'A trailer or a signature line names an AI tool.',
  'ai-hinted': 'Only a branch name, title or label points to an AI tool.',
  bot: 'Made by automation that is no AI tool, such as a dependency updater. Left out of change metrics.',
  unmarked: 'No mark of a tool. That does not prove that none was used: marks are optional and get stripped.',
}

/** Everything that can be explained: metrics, stages, author classes, then errors. */
export const topics: readonly Topic[] = [
  ...metricIds.map((id) => ({
    name: id,
    label: metricDescriptions[id].label,
    text: [
      metricDescriptions[id].definition,
      metricDescriptions[id].formula,
      metricDescriptions[id].source,
      `Leaves out: ${lowerFirst(metricDescriptions[id].leavesOut)}`,
    ].join(' '),
  })),
  ...stages.map((stage) => ({
    name: stage,
    label: `${stageDescriptions[stage].label} (${stageDescriptions[stage].kind === 'unknown' ? 'stage' : stageDescriptions[stage].kind})`,
    text: stageDefinitions[stage],
  })),
  ...authorClasses.map((name) => ({ name, label: 'Author class', text: authorClassWords[name] })),
  ...errorTopics(cliErrors),
  ...errorTopics(engineErrors),
  ...errorTopics(gitErrors),
]

/** The topic of that name, in whatever case it is typed. */
export function findTopic(name: string): Topic | undefined {
  const wanted = name.toLowerCase()
  return topics.find((topic) => topic.name.toLowerCase() === wanted)
}

function errorTopics(table: ErrorTable): readonly Topic[] {
  return Object.entries(table).map(([name, { kind, hint }]) => ({
    name,
    label: `Error (${kind === 'user' ? 'exit code 2' : kind === 'operational' ? 'exit code 3' : 'exit code 70'})`,
    text: hint,
  }))
}
