#!/usr/bin/env python3
"""Makes known.npz with NumPy (made with 2.4): matrices, right sides, and what numpy.linalg makes of them.

Of each case "c": c.a, c.b, and where they exist c.solve, c.inv, c.det, c.slogdet, c.lstsq, c.pinv, c.rank, c.norms
(fro, 1, inf, 2, nuc, largest magnitude), c.cond, c.cond1, c.r (of QR, magnitudes), c.cholesky. Run it in this folder.
"""
import numpy as np

out = {}


def case(name, a, columns=2):
    rng = np.random.default_rng(len(out))
    a = np.asarray(a, dtype=np.float64)
    m, n = a.shape
    b = rng.standard_normal((m, columns)).round(3)
    out[name + ".a"] = a
    out[name + ".b"] = b
    out[name + ".lstsq"] = np.linalg.lstsq(a, b, rcond=None)[0]
    out[name + ".pinv"] = np.linalg.pinv(a)
    out[name + ".rank"] = np.array([np.linalg.matrix_rank(a)], dtype=np.int64)
    norms = [np.linalg.norm(a, o) for o in ("fro", 1, np.inf, 2, "nuc")]
    out[name + ".norms"] = np.array(norms + [np.abs(a).max()])
    out[name + ".r"] = np.abs(np.linalg.qr(a)[1])
    if m == n:
        out[name + ".det"] = np.array([np.linalg.det(a)])
        if np.linalg.matrix_rank(a) == n:
            out[name + ".solve"] = np.linalg.solve(a, b)
            out[name + ".inv"] = np.linalg.inv(a)
            out[name + ".slogdet"] = np.array(np.linalg.slogdet(a))
            out[name + ".cond"] = np.array([np.linalg.cond(a)])
            out[name + ".cond1"] = np.array([np.linalg.cond(a, 1)])
        if np.array_equal(a, a.T) and np.linalg.eigvalsh(a)[0] > 0:
            out[name + ".cholesky"] = np.linalg.cholesky(a)


rng = np.random.default_rng(7)
random = lambda m, n: rng.standard_normal((m, n)).round(3)
case("square", random(6, 6))
case("tall", random(8, 5))
case("wide", random(4, 7))
case("deficient", random(7, 3) @ random(3, 5))
case("deficient square", random(5, 2) @ random(2, 5))
case("article", [[1000, 0.001], [0.001, 0.001]])
half = random(6, 6)
case("definite", half @ half.T + np.eye(6))
case("hilbert", [[1 / (i + j + 1) for j in range(5)] for i in range(5)])
case("one", [[-3.5]])
np.savez("known.npz", **out)
