#!/usr/bin/env python3
"""Makes eigen.npz and pca.npz beside it with NumPy 2.4, SciPy 1.17 and mpmath 1.3; run it in this folder.

eigen.npz: for each case a matrix NAME_a, its eigenvalues NAME_re and NAME_im, and NAME_condition, the condition 1/|y'x| of
each. For the random matrices they and the vectors NAME_vr and NAME_vi (columns of 2-norm 1, the element of largest modulus
real and positive) are those of numpy.linalg.eig; for the others the eigenvalues are computed with 120 digits.

pca.npz: x, and what numpy.linalg.svd of the centred x gives: mean, components (the largest entry of each positive),
variance, ratio, singular; scores is x transformed.
"""
import mpmath
import numpy as np
import scipy.linalg

rng = np.random.default_rng(20240607)


def grcar(n):
    return np.eye(n) - np.eye(n, k=-1) + sum(np.eye(n, k=k) for k in (1, 2, 3))


def frank(n):
    return np.array([[n - max(i, j) if j >= i - 1 else 0 for j in range(n)] for i in range(n)], float)


def companion(roots):
    coefficients = np.array([1.0])
    for root in roots:
        coefficients = np.convolve(coefficients, [1.0, -root])
    c = np.eye(len(roots), k=-1)
    c[0] = -coefficients[1:]
    return c


def graded(n):
    d = 10.0 ** -np.arange(n)
    return d[:, None] * rng.standard_normal((n, n)) * d


cases = {f"random{n}": rng.standard_normal((n, n)) for n in (1, 2, 3, 4, 7, 12, 19)}
cases |= {f"companion{n}": companion(range(1, n + 1)) for n in (5, 10)}
cases |= {f"frank{n}": frank(n) for n in (6, 12)}
cases |= {"grcar10": grcar(10), "grcar30": grcar(30), "graded8": graded(8)}
cases["clement9"] = np.diag(np.arange(1.0, 9), 1) + np.diag(np.arange(8.0, 0, -1), -1)

out = {}
for name, a in cases.items():
    n = len(a)
    values, left, right = scipy.linalg.eig(a, left=True)
    condition = 1 / np.abs(np.sum(left.conj() * right, axis=0))
    if name.startswith("random"):
        values, vectors = np.linalg.eig(a)
        vectors = vectors.astype(complex)
        for j in range(n):
            largest = vectors[np.argmax(np.abs(vectors[:, j])), j]
            vectors[:, j] *= largest.conjugate() / abs(largest)
        out[name + "_vr"], out[name + "_vi"] = vectors.real, vectors.imag
        values = values.astype(complex)
    else:
        with mpmath.workdps(120):
            exact = mpmath.eig(mpmath.matrix(a.tolist()), left=False, right=False)
        exact = np.array([complex(v) for v in exact])
        nearest = [np.argmin(np.abs(values - v)) for v in exact]
        values, condition = exact, condition[nearest]
    values = np.where(np.abs(values.imag) < 1e-60, values.real, values)
    out[name + "_a"], out[name + "_condition"] = a, condition
    out[name + "_re"], out[name + "_im"] = values.real.copy(), values.imag.copy()
np.savez("eigen.npz", **out)

x = rng.standard_normal((23, 4)) @ rng.standard_normal((4, 7)) + 0.1 * rng.standard_normal((23, 7)) + 5 * rng.standard_normal(7)
mean = x.mean(axis=0)
u, s, vt = np.linalg.svd(x - mean, full_matrices=False)
signs = np.sign(vt[np.arange(len(vt)), np.argmax(np.abs(vt), axis=1)])
vt *= signs[:, None]
variance = s**2 / (len(x) - 1)
np.savez(
    "pca.npz",
    x=x,
    mean=mean,
    components=vt,
    singular=s,
    variance=variance,
    ratio=variance / np.sum(variance),
    scores=(x - mean) @ vt.T,
)
