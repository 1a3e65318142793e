import { createHash } from 'node:crypto'

/**
 * The Content-Security-Policy of a report: nothing may load, and only the given inline styles and scripts
 * may run. The texts must be exactly what stands between the tags.
 */
export function contentPolicy(inline: {
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
}): string {
  return [
    `default-src 'none'`,
    `style-src ${inline.styles.map(hashSource).join(' ')}`,
    `script-src ${inline.scripts.map(hashSource).join(' ')}`,
    'font-src data:',
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`
}
