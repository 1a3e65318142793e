import { readErrorTables, type DocumentedError } from '../error-tables.ts'
import { generatedPage, type GeneratedDocument } from './document.ts'

const intro = `Every failure of sluice has a code that never changes its meaning, says what happened and why, and says
what to do. \`sluice explain CODE\` prints the same. Words in angle brackets are filled in.

| kind | who can do something about it | exit code |
| --- | --- | --- |
| user | change an option, a file or the clone | 2 |
| operational | something outside sluice failed | 3 |
| bug | sluice is wrong; please report it | 70 |`

export const errorReference: GeneratedDocument = {
  path: 'docs/reference/errors.md',
  render: async () => {
    const errors = (await readErrorTables()).toSorted((a, b) => (a.code < b.code ? -1 : 1))
    return generatedPage(
      'Errors',
      'the error tables of the packages',
      [intro, ...errors.map(section)].join('\n\n'),
    )
  },
}

function section({ code, kind, message, hint, package: home }: DocumentedError): string {
  return `## ${code}\n\n${escapeAngles(message)}\n\n${escapeAngles(hint)}\n\nKind: ${kind}. Package: ${home}.`
}

/** Markdown would take \`<name>\` for HTML and swallow it. */
function escapeAngles(text: string): string {
  return text.replaceAll('<', '\\<')
}
