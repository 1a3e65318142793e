/**
 * Compares two versions of the same scheme: numbers by value, words by letters, and a version with a suffix
 * made of letters (`1.0-rc1`) before the one without (`1.0`). Negative when the left one is older.
 */
export function compareVersions(left: string, right: string): number {
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)]
  const length = Math.max(leftParts.length, rightParts.length)
  for (let place = 0; place < length; place += 1) {
    const difference = compareParts(leftParts[place], rightParts[place])
    if (difference !== 0) return difference
  }
  return 0
}

function partsOf(version: string): readonly string[] {
  return version.replace(/\+.*$/, '').match(/\d+|[a-z]+/gi) ?? []
}

function compareParts(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0
  if (left === undefined) return isNumber(right) ? -1 : 1
  if (right === undefined) return isNumber(left) ? 1 : -1
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right)
  if (isNumber(left) !== isNumber(right)) return isNumber(left) ? 1 : -1
  return left.toLowerCase() < right.toLowerCase() ? -1 : 1
}

function isNumber(part: string | undefined): boolean {
  return part !== undefined && /^\d/.test(part)
}
