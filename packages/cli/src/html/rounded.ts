/** A coordinate to a tenth of a pixel: finer would only make the page heavier. */
export function rounded(coordinate: number): number {
  return Math.round(coordinate * 10) / 10
}
