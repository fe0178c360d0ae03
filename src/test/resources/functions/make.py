#!/usr/bin/env python3
"""Makes functions.npz beside it with NumPy 2.4 and mpmath 1.3; run it in this folder.

For each function an array NAME of shape (n, 3): an argument, the value at it rounded to a double, and what rounding left over,
rounded to a double. Computed with 1200 bits, so that sines of huge arguments are right.
"""
import mpmath as mp
import numpy as np

mp.mp.prec = 1200
rng = np.random.default_rng(20250405)
ROOT = mp.sqrt(2)
FUNCTIONS = {
    "exp": mp.exp,
    "log": mp.log,
    "tanh": mp.tanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "erf": mp.erf,
    "gelu": lambda x: x * mp.erfc(-x / ROOT) / 2,
    "sin": mp.sin,
    "cos": mp.cos,
}


def common(n):
    small = np.exp(rng.uniform(-700, 0, n // 8)) * rng.choice([-1, 1], n // 8)
    return np.concatenate([rng.standard_normal(n) * 2, rng.uniform(-1.2, 1.2, n), small])


def arguments(name, n):
    x = common(n)
    if name == "exp":
        return np.concatenate([x, rng.uniform(-745, 709, n)])
    if name == "log":
        return np.abs(np.concatenate([x, np.exp(rng.uniform(-740, 709, n))]))
    if name in ("sigmoid", "silu"):
        return np.concatenate([x, rng.uniform(-750, 40, n)])
    if name == "erf":
        return np.concatenate([x, rng.uniform(-6.1, 6.1, n)])
    if name == "gelu":
        return np.concatenate([x, rng.uniform(-39, 9, n), rng.uniform(-6, 3, n)])
    if name in ("sin", "cos"):
        near = np.rint(rng.uniform(-6e5, 6e5, n)) * (np.pi / 2)
        return np.concatenate([x, near, rng.uniform(-1e6, 1e6, n), rng.uniform(-1, 1, 20) * 10.0 ** np.arange(6, 306, 15)])
    return x


def main():
    arrays = {}
    for name, function in FUNCTIONS.items():
        rows = []
        for x in arguments(name, 150):
            exact = function(mp.mpf(float(x)))
            value = float(exact)
            rows.append((float(x), value, float(exact - mp.mpf(value))))
        arrays[name] = np.array(rows)
    np.savez_compressed("functions.npz", **arrays)


main()
