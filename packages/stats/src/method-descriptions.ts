import type { Method } from './estimate.ts'

/** What a reader of a report needs to know about a method, in plain language. */
export interface MethodDescription {
  readonly title: string
  /** What it is, what the interval means, when there is no answer. */
  readonly description: string
  readonly source: string
}

/** The methods behind the numbers, for the reference page and for tooltips. */
export const methodDescriptions: Readonly<Record<Method, MethodDescription>> = {
  'quantile-type-7': {
    title: 'Quantile with an order-statistic interval',
    description:
      'The value that a given share of the observations stays below, interpolated between neighbours. The interval runs between two of the observed values, chosen so that the true quantile lies between them at least as often as stated, whatever the distribution. There is no answer while too few values exist to bound it on both sides (6 for a median, 23 for an 85th percentile, at 95 %).',
    source:
      'Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4); David & Nagaraja (2003), Order Statistics, section 7.1.',
  },
  'kaplan-meier': {
    title: 'Quantile of durations, unfinished ones included',
    description:
      'The time by which a given share has ended, where what is still open counts as lasting at least as long as it has. The interval holds the times that the data do not rule out; it has no upper end when too much is still open. There is no answer, only a lower bound, while less than the asked share has ended.',
    source:
      'Kaplan & Meier (1958), JASA 53(282); Brookmeyer & Crowley (1982), Biometrics 38(1), with the log-log transform.',
  },
  'poisson-exact': {
    title: 'Rate with an exact Poisson interval',
    description:
      'A count divided by the time it was counted over. The interval holds every steady rate under which a count this high or this low would not be surprising, and is exact for small counts; zero events still give an upper end. There is no answer without time observed.',
    source: 'Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28(3/4).',
  },
  wilson: {
    title: 'Share with a Wilson interval',
    description:
      'A count divided by the number of trials. The interval holds the true shares that are compatible with it; with no success at all, or nothing else, the exact bound takes its place, so that a clean record of few trials does not look perfect. There is no answer without trials.',
    source:
      'Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22(158).',
  },
  'clopper-pearson': {
    title: 'Share with an exact interval',
    description:
      'A count divided by the number of trials, with an interval that is never too narrow and therefore somewhat wider than the Wilson interval. There is no answer without trials.',
    source: 'Clopper & Pearson (1934), Biometrika 26(4).',
  },
  'hodges-lehmann-stratified': {
    title: 'Difference between like and like',
    description:
      'The median difference between a member of one group and a member of the other, taken over all pairs in the same stratum (such as the same month, kind and size of change); strata with more of both groups count more. The interval comes from redrawing the observations within each stratum. There is no answer when the groups do not overlap, or overlap in too few observations.',
    source:
      'Hodges & Lehmann (1963), Estimates of location based on rank tests, Ann. Math. Statist. 34(2); van Elteren (1960) for the weights; Hesterberg (2015), The American Statistician 69(4), for the interval.',
  },
  bootstrap: {
    title: 'Bootstrap interval',
    description:
      'A statistic of the observations, such as a median or a difference of medians. The interval is the middle of the values it takes when the observations are redrawn at random many times, widened for small samples; the seed is fixed, so that the same data give the same interval. There is no answer for fewer than eight observations.',
    source:
      'Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 13.3; Hesterberg (2015), The American Statistician 69(4), for the interval.',
  },
  'mantel-haenszel': {
    title: 'Common odds ratio over strata',
    description:
      'How many times as large the odds of an outcome are in one group as in the other, compared within strata; 1 means no difference. The interval holds the ratios that are compatible with the counts. There is no answer when no stratum has both groups and both outcomes.',
    source:
      'Mantel & Haenszel (1959), JNCI 22(4); Robins, Breslow & Greenland (1986), Biometrics 42(2), for the variance.',
  },
}
