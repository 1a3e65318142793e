import { deploymentFields, fieldTypes, incidentFields, type FieldTable } from '@sluice/connect'
import { markdownTable, replaceBetweenMarks, type GeneratedDocument } from './document.ts'

/** The fields of recorded deployments and incidents, within the guide that explains them. */
export const recordFieldTables: GeneratedDocument = {
  path: 'docs/guides/deployments-and-incidents.md',
  render: (current) => {
    const withDeployments = replaceBetweenMarks(current, 'deployment-fields', fieldTable(deploymentFields))
    return Promise.resolve(
      replaceBetweenMarks(withDeployments, 'incident-fields', fieldTable(incidentFields)),
    )
  },
}

function fieldTable(fields: FieldTable): string {
  const rows = Object.entries(fields).map(([name, field]) => [
    field.isRequired === true ? `**\`${name}\`**` : `\`${name}\``,
    field.describes,
    fieldTypes[field.type],
    `\`${field.example}\``,
    field.synonyms.map((synonym) => `\`${synonym}\``).join(', '),
  ])
  return markdownTable(['field', 'says', 'holds', 'example', 'also known as'], rows)
}
