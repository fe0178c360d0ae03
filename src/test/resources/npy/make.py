#!/usr/bin/env python3
"""Makes the .npy and .npz files beside it with NumPy (made with 2.4); run it in this folder.

Element i, counted in row-major order, has as its bits the upper bits of (i + 1) * 0x9E3779B97F4A7C15, so that the
tests know what to expect, NaNs with payloads included.
"""
import io
import zipfile

import numpy as np
from numpy.lib import format as npy

TYPES = ["f2", "f4", "f8", "b1", "u1", "i4", "i8"]


def bits(dtype, *shape):
    count = int(np.prod(shape, dtype=np.int64))
    with np.errstate(over="ignore"):
        words = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    if dtype == "b1":
        values = (words >> np.uint64(63)).astype(np.bool_)
    else:
        size = np.dtype(dtype).itemsize
        values = (words >> np.uint64(64 - 8 * size)).astype(f"u{size}").view(dtype)
    return values.reshape(shape)


def versioned(name, array, version):
    with open(name, "wb") as file:
        npy.write_array(file, array, version)


for t in TYPES:
    a = bits(t, 3, 4)
    np.save(f"{t}_3x4.npy", a)
    np.save(f"{t}_3x4_fortran.npy", np.asfortranarray(a))
    if np.dtype(t).itemsize > 1:
        np.save(f"{t}_3x4_big.npy", a.astype(a.dtype.newbyteorder(">")))

# Integers that tensors do not have; the largest u8 that can be read is 2^63 - 1.
for t in ["i1", "i2", "u2", "u4", "u8"]:
    a = bits(t, 3, 4)
    if t == "u8":
        a = a >> np.uint64(1)
    np.save(f"{t}_3x4.npy", a)
    np.save(f"{t}_3x4_fortran.npy", np.asfortranarray(a))
    if np.dtype(t).itemsize > 1:
        np.save(f"{t}_3x4_big.npy", a.astype(a.dtype.newbyteorder(">")))
np.save("u8_large.npy", np.array([0, 2**63 - 1, 2**63], dtype="u8"))

np.save("f4_3x4_big_fortran.npy", np.asfortranarray(bits("f4", 3, 4)).astype(">f4", order="F"))
np.save("f8_rank0.npy", bits("f8"))
np.save("i8_5.npy", bits("i8", 5))
np.save("f4_1000.npy", bits("f4", 1000))
np.save("f8_0x3.npy", bits("f8", 0, 3))
np.save("u1_3x0x2.npy", bits("u1", 3, 0, 2))
np.save("i4_1x4x1.npy", bits("i4", 1, 4, 1))
np.save("f4_2x3x4.npy", bits("f4", 2, 3, 4))
np.save("f4_2x3x4_fortran.npy", np.asfortranarray(bits("f4", 2, 3, 4)))
np.save("f8_2x1x1x1x1x3.npy", bits("f8", 2, 1, 1, 1, 1, 3))

# Shapes whose header is a block longer or shorter if room for the growing axis is counted wrongly.
for t, shape, order in [("u1", (0, 100) + (1,) * 12, "C"), ("f4", (10,) + (1,) * 34 + (3,), "F")]:
    name = t + "_" + "x".join(map(str, shape)) + ("_fortran" if order == "F" else "")
    np.save(name + ".npy", np.asarray(bits(t, *shape), order=order))

versioned("f8_3x4_version2.npy", bits("f8", 3, 4), (2, 0))
versioned("f8_3x4_version3.npy", bits("f8", 3, 4), (3, 0))

# What Python 2 wrote.
header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L), }"
header += b" " * (-(10 + len(header) + 1) % 16) + b"\n"
with open("f8_3x4_python2.npy", "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bits("f8", 3, 4).tobytes())

# What cannot be read.
np.save("object.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save("complex.npy", np.zeros(2, dtype=np.complex128))
np.save("structured.npy", np.zeros(2, dtype=[("x", "f4"), ("y", "i4")]))

np.save("text.npy", np.array(["a", "bc"]))
np.save("time.npy", np.array(["2026-01-01"], dtype="M8[s]"))
np.save("raw.npy", np.zeros(2, dtype="V2"))  # as bfloat16 comes out
bits("f4", 3).dump("pickle.npy")

np.savez("stored.npz", values=bits("f8", 5), vectors=np.asfortranarray(bits("f4", 3, 4)), none=bits("i4", 0))
np.savez_compressed("compressed.npz", values=bits("f8", 5), zeros=np.zeros((100, 100)))

# Names may have folders in them. What would leave a folder is made by the tests.
with zipfile.ZipFile("paths.npz", "w") as archive:
    for i, name in enumerate(["a/b.npy", "..a/b...npy", "\u00e9.npy"]):
        data = io.BytesIO()
        np.save(data, bits("i8", i + 1))
        archive.writestr(zipfile.ZipInfo(name), data.getvalue())
