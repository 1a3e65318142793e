import { readFileSync } from 'node:fs'

/** Version of the `sluice` package, from the one place that states it. */
export function sluiceVersion(): string {
  // Right from src/ and from dist/: both stand directly in the package.
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : 'unknown'
}
