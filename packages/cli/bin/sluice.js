#!/usr/bin/env node
import { readFileSync } from 'node:fs'

// The version is asked for by scripts and prompts, so it is answered without loading the program.
if (process.argv.length === 3 && /^(--version|-V)$/.test(process.argv[2])) {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  process.stdout.write(`${JSON.parse(manifest).version}\n`)
} else {
  await import('../dist/sluice.js')
}
