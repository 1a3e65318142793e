import type { CommandInput, ExitCode, OptionTable } from '../command.ts'
import { cliError } from '../errors.ts'
import { cell, wrap } from '../format/text-layout.ts'
import { findTopic, topics, type Topic } from '../report/topics.ts'

/** Prints what a word of sluice means, or the list of all such words. */
export async function runExplain(input: CommandInput<OptionTable>): Promise<ExitCode> {
  const { terminal } = input
  const [argument] = input.arguments
  const { width } = terminal.out
  if (argument === undefined) {
    await terminal.out.write(`${topics.flatMap((topic) => listed(topic, width)).join('\n')}\n`)
    return 0
  }
  const topic = findTopic(argument)
  if (topic === undefined) throw cliError('TOPIC_UNKNOWN', { topic: argument })
  await terminal.out.write(`${[`${topic.name}: ${topic.label}`, ...wrap(topic.text, width)].join('\n')}\n`)
  return 0
}

const nameWidth = 34

function listed(topic: Topic, width: number): readonly string[] {
  return [cell(topic.name, nameWidth) + cell(topic.label, width - nameWidth).trimEnd()]
}
