"""The work of 'lanewise bench attention' in NumPy: the same three steps, sizes and figure.

    OPENBLAS_NUM_THREADS=1 python3 jmh/numpy/attention.py --dtype f32 --sizes 128,512

Steps are done in place where NumPy can, its fastest way. Flops are those of the two products.
"""

import argparse
import time

import numpy as np

BATCH, HEADS, D = 8, 12, 64


def attention(q, k, v):
    scores = q @ k.swapaxes(-1, -2)
    scores *= q.dtype.type(1 / np.sqrt(D))
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores @ v


def check(q, k, v):
    """One row against the same in float64."""
    row = (3, 7, q.shape[2] // 2)
    scores = k[row[:2]].astype(np.float64) @ q[row].astype(np.float64) / np.sqrt(D)
    weights = np.exp(scores - scores.max())
    expected = weights @ v[row[:2]].astype(np.float64) / weights.sum()
    error = np.abs(attention(q, k, v)[row] - expected).max()
    bound = 1000 * np.finfo(q.dtype).eps
    if not error <= bound:
        raise SystemExit(f"attention: off by {error}, allowed is {bound}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--dtype", choices=["f32", "f64"], default="f32")
    arguments.add_argument("--sizes", default="128,512")
    options = arguments.parse_args()
    dtype = np.float32 if options.dtype == "f32" else np.float64
    print(f"{'op':12} {'dtype':5} {'size':>6} {'best':>11} {'median':>11}  rate of the best")
    for n in map(int, options.sizes.split(",")):
        random = np.random.default_rng(1)
        q, k, v = (random.standard_normal((BATCH, HEADS, n, D), dtype=dtype) for _ in range(3))
        check(q, k, v)
        times = []
        while len(times) < 5 or sum(times) < 1.5 and len(times) < 200:
            start = time.perf_counter()
            attention(q, k, v)
            times.append(time.perf_counter() - start)
        times.sort()
        best, median = times[0], times[len(times) // 2]
        rate = 4 * BATCH * HEADS * n * n * D / best * 1e-9
        print(
            f"{'attention':12} {options.dtype:5} {n:6} {best * 1e3:8.2f} ms {median * 1e3:8.2f} ms"
            f"  {rate:.1f} GFLOP/s"
        )


if __name__ == "__main__":
    main()
