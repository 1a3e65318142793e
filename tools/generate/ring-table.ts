import { house, type Room } from '../house.ts'
import { workspacePackages } from '../workspace.ts'
import { markdownTable, replaceBetweenMarks, type GeneratedDocument } from './document.ts'

export const ringTable: GeneratedDocument = {
  path: 'ARCHITECTURE.md',
  render: (current) => {
    const built = new Set(workspacePackages().map(({ folder }) => folder))
    const rows = house.map((room) => [
      String(room.ring),
      built.has(room.package)
        ? `[\`${room.package}\`](packages/${room.package})`
        : `\`${room.package}\` (planned)`,
      room.isPure ? `${room.holds}. Pure` : room.holds,
      importsOf(room),
    ])
    const table = markdownTable(['ring', 'package', 'holds', 'may import'], rows)
    return Promise.resolve(replaceBetweenMarks(current, 'rings', table))
  },
}

function importsOf({ mayImport, mayImportTypesOf }: Room): string {
  const types = mayImportTypesOf.length > 0 ? [`types of ${mayImportTypesOf.join(' and ')}`] : []
  return [...mayImport, ...types].join(', ') || 'nothing'
}
