# SPDX-License-Identifier: Apache-2.0
"""A training of scikit-learn on a share of its data, for trial_sklearn.sh.

	trial_sklearn.py KIND FRACTION

KIND is forest (grows as n log n), logistic (iterations over the data), digits (the data that come
with scikit-learn, many times over) or boosting (a fixed part, then in proportion)."""
import sys

import numpy
from sklearn.datasets import load_digits, make_classification
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression


def share(x, y, fraction):
    n = int(len(y) * fraction)
    return x[:n], y[:n]


kind, fraction = sys.argv[1], float(sys.argv[2])
if kind == "digits":
    x, y = load_digits(return_X_y=True)
    order = numpy.random.default_rng(7).permutation(numpy.tile(numpy.arange(len(y)), 12))
    x, y = share(x[order] + numpy.random.default_rng(8).normal(0, 1, (len(order), 64)), y[order], fraction)
    RandomForestClassifier(120, random_state=1).fit(x, y)
else:
    x, y = share(*make_classification(80_000, 30, n_informative=15, random_state=3), fraction)
    model = {
        "forest": RandomForestClassifier(25, random_state=1),
        "logistic": LogisticRegression(C=1e3, tol=1e-6, max_iter=2000),
        "boosting": HistGradientBoostingClassifier(max_iter=100, early_stopping=False),
    }[kind]
    model.fit(x, y)
