import { methodDescriptions } from '@sluice/stats'
import { generatedPage, type GeneratedDocument } from './document.ts'

const intro = `How the numbers of a report are made. Every estimate names its method, and carries its interval, the number
of observations it rests on, and how many of those had not ended when we looked.`

export const methodReference: GeneratedDocument = {
  path: 'docs/reference/methods.md',
  render: () => {
    const sections = Object.entries(methodDescriptions).map(
      ([method, { title, description, source }]) =>
        `## ${method}\n\n**${title}.** ${description}\n\nSource: ${source}`,
    )
    return Promise.resolve(
      generatedPage(
        'Methods',
        'the method descriptions of packages/stats',
        [intro, ...sections].join('\n\n'),
      ),
    )
  },
}
