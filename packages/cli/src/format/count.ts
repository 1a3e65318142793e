/** `1 change`, `1,204 changes`: a whole number with its noun. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatInteger(count)} ${count === 1 ? singular : plural}`
}

/** `1,204`. Groups by hand: the locale's data take longer to load than the whole report to print. */
export function formatInteger(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `35 %`, without decimals: a share of a whole. Shares that are not quite 0 or 1 never read as if they were. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  if (percent === 0 && share > 0) return '<1 %'
  if (percent === 100 && share < 1) return '>99 %'
  return `${percent} %`
}
