#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains a small neural network to read handwritten digits (scikit-learn's own data, 1 797
pictures of 8 x 8 points) and prints its accuracy on pictures it has not seen."""
import sys

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier


def main():
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    pictures, digits = load_digits(return_X_y=True)
    train, test, train_digits, test_digits = train_test_split(
        pictures / 16.0, digits, test_size=0.25, random_state=1, stratify=digits)
    network = MLPClassifier(hidden_layer_sizes=(128, 64), max_iter=epochs, tol=0.0,
                            n_iter_no_change=epochs, random_state=1)
    network.fit(train, train_digits)
    print(f"{network.n_iter_} epochs, loss {network.loss_:.4f}, "
          f"accuracy {network.score(test, test_digits):.4f} on {len(test)} pictures")


if __name__ == "__main__":
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    warnings.simplefilter("ignore", ConvergenceWarning)
    main()
