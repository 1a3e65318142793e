import type { FlowOptions, Window } from '@sluice/flow'
import type { AnalyzeOptions } from './analyze-options.ts'

/** What a person chose, with the defaults of everything else. */
export function flowOptions(window: Window, options: AnalyzeOptions): FlowOptions {
  return {
    window,
    seed: options.seed ?? 1,
    confidence: 0.95,
    clusters: options.clusters ?? false,
    calendar: options.calendar ?? 'elapsed',
  }
}
