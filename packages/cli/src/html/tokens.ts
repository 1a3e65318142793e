/** A colour in both themes. */
export interface ThemeColour {
  readonly light: string
  readonly dark: string
}

/**
 * Every colour of the report, as CSS custom properties (`--water`). Charts use the same tokens, so one SVG
 * serves both themes. All inks reach WCAG AA (4.5:1) on `paper` and `card`; a test holds them to it.
 */
export const colourTokens = {
  paper: { light: '#fbfaf7', dark: '#10161c' },
  card: { light: '#ffffff', dark: '#171f27' },
  ink: { light: '#17212b', dark: '#e8edf2' },
  'ink-2': { light: '#465562', dark: '#b0bcc7' },
  'ink-3': { light: '#626f7b', dark: '#8f9dab' },
  line: { light: '#e4e2dc', dark: '#2a3641' },
  'line-2': { light: '#c9c9c4', dark: '#43515e' },
  water: { light: '#2f6fb0', dark: '#6aa9e6' },
  'water-soft': { light: '#cfe1f2', dark: '#1f3c58' },
  work: { light: '#8ba0b3', dark: '#6d8091' },
  'work-soft': { light: '#edf1f4', dark: '#212c36' },
  amber: { light: '#b04d08', dark: '#f2954c' },
  'amber-soft': { light: '#fdebdc', dark: '#3a2718' },
  good: { light: '#2b7549', dark: '#67b98a' },
  bad: { light: '#b3372f', dark: '#ef8a82' },
  'bad-soft': { light: '#fbe6e3', dark: '#3d2222' },
} as const satisfies Readonly<Record<string, ThemeColour>>

export type ColourToken = keyof typeof colourTokens
export type Theme = keyof ThemeColour

/** Declarations of all tokens in one theme, to stand inside a CSS rule. */
export function tokenDeclarations(theme: Theme): string {
  return Object.entries(colourTokens)
    .map(([name, colour]) => `--${name}:${colour[theme]}`)
    .join(';')
}

/** The CSS value of a token, `var(--water)`. */
export function colour(token: ColourToken): string {
  return `var(--${token})`
}
