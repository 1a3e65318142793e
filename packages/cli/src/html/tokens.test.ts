import { describe, expect, it } from 'vitest'
import { colourTokens, tokenDeclarations, type ColourToken, type Theme } from './tokens.ts'

const inks = [
  'ink',
  'ink-2',
  'ink-3',
  'amber',
  'bad',
  'good',
  'water',
] as const satisfies readonly ColourToken[]
const grounds = ['paper', 'card'] as const satisfies readonly ColourToken[]
const softPairs = [
  ['amber', 'amber-soft'],
  ['bad', 'bad-soft'],
  ['ink-2', 'work-soft'],
] as const satisfies readonly (readonly [ColourToken, ColourToken])[]

describe('colourTokens', () => {
  const pairs = [...inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)), ...softPairs]
  const cases = pairs.flatMap(([ink, ground]) =>
    (['light', 'dark'] as const).map((theme) => ({ ink, ground, theme })),
  )

  it.each(cases)('gives $ink on $ground AA contrast in the $theme theme', ({ ink, ground, theme }) => {
    expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('tokenDeclarations', () => {
  it('declares every token in the asked theme', () => {
    const declarations = tokenDeclarations('dark').split(';')

    expect(declarations).toHaveLength(Object.keys(colourTokens).length)
    expect(declarations).toContain(`--water:${colourTokens.water.dark}`)
  })
})

/** WCAG 2.2 contrast ratio. */
function contrast(ink: ColourToken, ground: ColourToken, theme: Theme): number {
  const [darker, lighter] = [
    luminance(colourTokens[ink][theme]),
    luminance(colourTokens[ground][theme]),
  ].toSorted((left, right) => left - right)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
