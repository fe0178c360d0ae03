#!/usr/bin/env python3
"""Makes graded.txt: singular values and eigenvalues of graded matrices to 70 digits, printed with 20.

The matrices are products of small integers and powers of two, exact in F32 and F64; GradedMatrices.java makes the same
ones by the same recurrence. One case is a line: kind, n, decades, seed, condition of the middle factor when its rows and
columns are scaled (of all leading blocks, for "both"), and the values, falling.

Method: A'A (or A, if symmetric) in integers of several hundred bits, Householder's tridiagonal form in the same, and
mpmath's implicit QL with as many bits. What squares and grading cost in digits is added to the working precision.
`graded.py check` compares with mpmath's own SVD and eigenvalues at n = 12 instead. Run it in this folder.
"""
import math
import sys
from operator import mul

import mpmath
import numpy as np
from mpmath.matrices.eigen_symmetric import tridiag_eigen

DIGITS = 70


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 12) % bound


def scales(numbers, n, decades, least):
    """Falling by the decades: (m, e) is m 2^e with m from `least` to twice that."""
    result = []
    for k in range(n):
        exponent = -(k * decades * 3322 // (1000 * (n - 1)))
        result.append((least + numbers.below(least), exponent))
    return result


def middle(kind, numbers, n):
    if kind == "definite":
        r = [[numbers.below(15) - 7 for _ in range(3 * n // 2)] for _ in range(n)]
        return [[sum(map(mul, x, y)) for y in r] for x in r]
    b = [[numbers.below(255) - 127 for _ in range(n)] for _ in range(n)]
    if kind == "both":  # so that no leading block is near singular
        for i in range(n):
            b[i][i] += 75 * math.isqrt(n)
    if kind == "indefinite":
        for i in range(n):
            for j in range(i):
                b[i][j] = b[j][i]
    return b


def matrix(kind, n, decades, seed):
    """Integers m and exponents e, of elements m 2^e."""
    numbers = Numbers(seed)
    b = middle(kind, numbers, n)
    if kind == "columns":
        one = [(1, 0)] * n
        left, right = one, scales(numbers, n, decades, 32)
    elif kind == "both":
        left = scales(numbers, n, decades // 2, 32)
        right = scales(numbers, n, decades - decades // 2, 32)
    else:
        left = right = scales(numbers, n, decades // 2, 8)
    return [[(b[i][j] * left[i][0] * right[j][0], left[i][1] + right[j][1]) for j in range(n)] for i in range(n)], b


def condition(kind, b):
    b = np.array(b, dtype=float)
    if kind == "columns":
        return np.linalg.cond(b / np.linalg.norm(b, axis=0))
    if kind == "both":
        return max(np.linalg.cond(b[:k, :k]) for k in range(1, len(b) + 1))
    d = np.sqrt(np.abs(np.diag(b)))
    return np.linalg.cond(b / d[:, None] / d) if kind == "definite" else np.linalg.cond(b)


def tridiagonal(a, bits):
    """Diagonal and what is beside it, of a symmetric matrix in fixed point."""
    n = len(a)
    diagonal, beside = [], []
    a = [row[:] for row in a]
    while len(a) > 2:
        diagonal.append(a[0][0])
        x = a[0][1:]
        a = [row[1:] for row in a[1:]]
        largest = max(map(abs, x))
        if largest == 0:
            beside.append(0)
            continue
        up = max(0, bits - largest.bit_length())
        v = [t << up for t in x]
        length = math.isqrt(sum(map(mul, v, v)))
        length = -length if v[0] > 0 else length
        beside.append(length >> up)
        v[0] -= length
        half = sum(map(mul, v, v)) >> (bits + 1)
        p = [sum(map(mul, row, v)) // half for row in a]
        k = sum(map(mul, v, p)) // (2 * half)
        w = [s - ((k * t) >> bits) for s, t in zip(p, v)]
        for i, row in enumerate(a):
            vi, wi = v[i], w[i]
            for j in range(i, len(row)):
                row[j] -= (vi * w[j] + wi * v[j]) >> bits
                a[j][i] = row[j]
    diagonal += [a[0][0], a[1][1]]
    beside.append(a[0][1])
    return diagonal, beside


def values(kind, n, decades, seed):
    a, b = matrix(kind, n, decades, seed)
    symmetric = kind in ("definite", "indefinite")
    bits = int((2 * decades + DIGITS + 20) * 3.3220) + 60
    fixed = [[m << (bits + e) for m, e in row] for row in a]
    if not symmetric:
        columns = list(zip(*fixed))
        fixed = [[sum(map(mul, x, y)) >> bits for y in columns] for x in columns]
    diagonal, beside = tridiagonal(fixed, bits)
    mpmath.mp.prec = bits + 40
    d = [mpmath.ldexp(t, -bits) for t in diagonal]
    e = [mpmath.ldexp(t, -bits) for t in beside] + [mpmath.mpf(0)]
    tridiag_eigen(mpmath.mp, d, e)
    found = sorted(d, reverse=True)
    return (found if symmetric else [mpmath.sqrt(t) for t in found]), condition(kind, b)


def check():
    for kind in ("columns", "both", "definite", "indefinite"):
        found, _ = values(kind, 12, 30, 5)
        mpmath.mp.dps = 160
        a, _ = matrix(kind, 12, 30, 5)
        a = mpmath.matrix([[mpmath.ldexp(m, e) for m, e in row] for row in a])
        known = mpmath.svd_r(a, compute_uv=False) if kind in ("columns", "both") else mpmath.eigsy(a, eigvals_only=True)
        known = sorted(known, reverse=True)
        worst = max(abs(x / y - 1) for x, y in zip(found, known))
        print(kind, mpmath.nstr(worst, 3))
        assert worst < mpmath.mpf(10) ** -DIGITS


def seed_for(kind, n):
    """The first one whose scaled condition is near 100."""
    if kind not in ("columns", "both"):
        return n
    least = 70 if kind == "columns" else 50
    return next(s for s in range(1, 10**6) if least < condition(kind, middle(kind, Numbers(s), n)) <= 100)


def main():
    with open("graded.txt", "w") as file:
        for n in (36, 100):
            for kind in ("columns", "both", "definite", "indefinite"):
                seed = seed_for(kind, n)
                for decades in (4, 15, 30):
                    if kind in ("definite", "indefinite") and decades == 15:
                        decades = 16
                    found, size = values(kind, n, decades, seed)
                    print(kind, n, decades, seed, "%.0f" % size, flush=True)
                    numbers = " ".join(mpmath.nstr(t, 20, min_fixed=1, max_fixed=0) for t in found)
                    file.write(f"{kind} {n} {decades} {seed} {size:.1f} {numbers}\n")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["check"] else main()
