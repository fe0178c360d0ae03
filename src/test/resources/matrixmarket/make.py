#!/usr/bin/env python3
"""Makes the .mtx files beside it with SciPy (made with 1.17), and what is in them as .npy; run it in this folder."""
import numpy as np
import scipy.io
import scipy.sparse

random = np.random.default_rng(1)


def save(name, matrix, **how):
    scipy.io.mmwrite(name + ".mtx", matrix, **how)
    dense = matrix.toarray() if scipy.sparse.issparse(matrix) else np.asarray(matrix)
    if dense.dtype == np.bool_ or how.get("field") == "pattern":
        dense = dense.astype(np.float64)
    if np.issubdtype(dense.dtype, np.integer):
        dense = dense.astype(np.int64)
    np.save(name + ".npy", np.ascontiguousarray(dense))


a = random.standard_normal((4, 3))
save("array", a)
save("array_integer", random.integers(-(2**63), 2**63 - 1, (2, 5)))
save("array_symmetric", np.cov(random.standard_normal((3, 9))), symmetry="symmetric")
s = random.standard_normal((4, 4))
save("array_skew", s - s.T, symmetry="skew-symmetric")
save("array_special", np.array([[np.inf, -0.0], [np.nan, -np.inf], [5e-324, 1.7976931348623157e308]]))
save("array_empty", np.zeros((0, 3)))
sparse = scipy.sparse.random_array((7, 5), density=0.3, rng=random)
save("coordinate", sparse)
save("coordinate_integer", (sparse * 1000).astype(np.int64))
save("coordinate_pattern", (sparse != 0).astype(np.float64), field="pattern")
square = scipy.sparse.random_array((6, 6), density=0.3, rng=random)
save("coordinate_symmetric", scipy.sparse.coo_array(square + square.T), symmetry="symmetric")
save("coordinate_skew", scipy.sparse.coo_array(square - square.T), symmetry="skew-symmetric")
save("coordinate_none", scipy.sparse.coo_array((3, 2)))
scipy.io.mmwrite("complex.mtx", np.array([[1 + 2j]]))
