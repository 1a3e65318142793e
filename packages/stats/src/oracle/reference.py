"""Prints, as JSON, what SciPy and plain NumPy say for a grid of inputs: [{name, input, expected}].

Each row is written without regard to how the TypeScript side computes it. Run by `oracle.test.ts`.
"""

import itertools
import json

import numpy as np
from scipy import special, stats

rows = []
random = np.random.default_rng(20_240_101)


def row(name, arguments, expected):
    rows.append({"name": name, "input": arguments, "expected": np.asarray(expected, dtype=float).tolist()})


def special_functions():
    for x in [-38, -12, -6, -3.3, -1.96, -1, -1e-3, 0, 1e-9, 0.5, 1, 2.5758, 5, 8]:
        row("normalCdf", [x], stats.norm.cdf(x))
    for p in [1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.0749, 0.0751, 0.31, 0.5, 0.69, 0.975, 0.9999, 1 - 1e-12]:
        row("normalQuantile", [p], stats.norm.ppf(p))
    for x in [1e-8, 0.01, 0.3, 0.5, 1, 1.5, 2, 3.7, 10, 57.5, 171, 1e3, 1e6, 1e9]:
        row("logGamma", [x], special.gammaln(x))
    for shape, x in itertools.product([0.01, 0.5, 1, 3.5, 20, 150, 5000], [1e-6, 0.3, 1, 4, 19, 22, 160, 5100]):
        row("regularizedGammaP", [shape, x], special.gammainc(shape, x))
    for p, degrees in itertools.product([1e-6, 0.005, 0.025, 0.5, 0.9, 0.975, 0.9999], [0.5, 1, 2, 3, 10, 84, 400, 1e4]):
        row("chiSquaredQuantile", [p, degrees], stats.chi2.ppf(p, degrees))
    shapes = [(0.5, 0.5), (1, 1), (1, 20), (2, 3), (8, 0.5), (30, 70), (500, 2), (2000, 3000)]
    for (a, b), x in itertools.product(shapes, [0, 1e-5, 0.01, 0.2, 0.4, 0.5, 0.83, 0.999, 1]):
        row("regularizedBeta", [x, a, b], special.betainc(a, b, x))
    for (a, b), p in itertools.product(shapes, [0, 1e-6, 0.005, 0.025, 0.5, 0.9, 0.975, 0.9999, 1]):
        row("betaQuantile", [p, a, b], special.betaincinv(a, b, p))
    for p, degrees in itertools.product([1e-6, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9995], [1, 2, 3, 7, 29, 400, 1e5]):
        row("studentQuantile", [p, degrees], stats.t.ppf(p, degrees))
    for (k, n), p in itertools.product([(-1, 5), (0, 1), (0, 40), (3, 10), (10, 10), (210, 1000), (9990, 10_000)], [0, 0.01, 0.2, 0.5, 0.85, 0.999, 1]):
        row("binomialCdf", [k, n, p], stats.binom.cdf(k, n, p))


def intervals():
    for count, exposure, confidence in itertools.product([0, 1, 2, 7, 52, 400, 12_000], [0.25, 1, 13], [0.5, 0.8, 0.95, 0.999]):
        tail = (1 - confidence) / 2
        low = 0 if count == 0 else stats.chi2.ppf(tail, 2 * count) / 2
        row("poissonRate", [count, exposure, confidence], np.array([low, stats.chi2.isf(tail, 2 * count + 2) / 2]) / exposure)
    for successes, trials, confidence in itertools.product([1, 2, 4, 9, 22, 950], [10, 23, 53, 1000], [0.5, 0.9, 0.95, 0.99]):
        if successes < trials:
            interval = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
            row("wilson", [successes, trials, confidence], [interval.low, interval.high])
    for successes, trials, confidence in itertools.product([0, 1, 4, 23, 400], [23, 42, 65, 72, 400], [0.5, 0.9, 0.95, 0.99]):
        if successes <= trials:
            interval = stats.binomtest(successes, trials).proportion_ci(confidence, method="exact")
            row("clopperPearson", [successes, trials, confidence], [interval.low, interval.high])
            if successes in (0, trials):
                row("wilson", [successes, trials, confidence], [interval.low, interval.high])


def quantiles():
    for n, p in itertools.product([1, 2, 3, 7, 50, 501], [0, 0.1, 0.25, 0.5, 0.85, 0.99, 1]):
        values = np.round(random.lognormal(3, 2, n), 1)
        row("quantile", [values.tolist(), p], np.quantile(values, p, method="linear"))
    for n, p, confidence in itertools.product([1, 5, 6, 22, 23, 24, 71, 400], [0.15, 0.5, 0.85], [0.5, 0.9, 0.95]):
        tail = (1 - confidence) / 2
        lower = max([rank for rank in range(1, n + 1) if stats.binom.cdf(rank - 1, n, p) <= tail], default=0)
        upper = min([rank for rank in range(1, n + 1) if stats.binom.sf(rank - 1, n, p) <= tail], default=n + 1)
        row("orderStatisticRanks", [n, p, confidence], [lower, upper])


def survival():
    """Product-limit estimate straight from its definition, one pass over the data per time."""
    for n, censored, truncated in itertools.product([1, 5, 40, 300], [0, 0.3, 0.9, 1], [False, True]):
        durations = np.ceil(random.exponential(20, n))
        ended = random.random(n) >= censored
        entries = np.floor(durations * random.random(n) * 0.9) if truncated else np.full(n, -1.0)
        survival, greenwood, expected = 1.0, 0.0, []
        for time in np.unique(durations):
            at_risk = int(np.sum((entries < time) & (durations >= time)))
            events = int(np.sum((durations == time) & ended))
            survival *= (at_risk - events) / at_risk
            greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else 0
            expected.append([time, at_risk, events, survival, survival**2 * greenwood])
        row("kaplanMeier", [durations.tolist(), ended.tolist(), entries.tolist() if truncated else None], expected)


def differences():
    """Median of all pairwise differences, formed one by one; even-sized and tied on purpose."""
    for n, m in [(1, 1), (1, 2), (4, 4), (7, 12), (40, 75)]:
        a = np.round(random.lognormal(2, 1.5, n))
        b = np.round(random.lognormal(2, 1.5, m))
        row("medianOfDifferences", [a.tolist(), b.tolist()], np.median(np.subtract.outer(a, b)))


def odds_ratios():
    for strata in [1, 3, 12]:
        tables = random.integers(1, 30, (strata, 4))
        r = s = pr = ps_qr = qs = 0.0
        for a, b, c, d in tables.tolist():
            n = a + b + c + d
            r += a * d / n
            s += b * c / n
            pr += (a + d) * a * d / n**2
            ps_qr += ((a + d) * b * c + (b + c) * a * d) / n**2
            qs += (b + c) * b * c / n**2
        half = stats.norm.ppf(0.975) * np.sqrt(pr / (2 * r**2) + ps_qr / (2 * r * s) + qs / (2 * s**2))
        row("mantelHaenszel", [tables.tolist(), 0.95], [r / s, np.exp(np.log(r / s) - half), np.exp(np.log(r / s) + half)])


def energy_splits():
    """E-divisive statistic from its definition, every first and second part tried."""
    for n in [4, 8, 9, 30, 52]:
        values = np.round(random.normal(10, 3, n) + 5 * (np.arange(n) > n // 2), 1)
        distance = np.abs(np.subtract.outer(values, values))
        best, statistic = 0, 0.0
        for end in range(8, n + 1):
            for index in range(4, end - 3):
                m, k = index, end - index
                between = distance[:index, index:end].mean()
                first = distance[:index, :index].sum() / (m * (m - 1))
                second = distance[index:end, index:end].sum() / (k * (k - 1))
                candidate = m * k / (m + k) * (2 * between - first - second)
                if candidate > statistic + 1e-9:
                    best, statistic = index, candidate
        row("energySplit", [values.tolist(), 4], [best, statistic])


for part in [special_functions, intervals, quantiles, survival, differences, odds_ratios, energy_splits]:
    part()
print(json.dumps(rows))
