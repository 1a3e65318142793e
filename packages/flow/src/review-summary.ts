import type { ReviewSummary } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'

/** How the merged changes of the window were reviewed. */
export function reviewSummary({ nonBot }: CohortRows): ReviewSummary {
  const counts = { 'by-people': 0, 'by-programs': 0, none: 0 }
  for (const { review } of nonBot) if (review !== undefined) counts[review] += 1
  const withoutReview = counts['by-programs'] + counts.none
  return {
    known: counts['by-people'] + withoutReview,
    withoutReview,
    byProgramsOnly: counts['by-programs'],
  }
}
