#!/usr/bin/env python3
"""Makes the .safetensors files beside it with the reference (pip install safetensors; made with 0.8.0).

Run it in this folder. Bits of elements as in ../npy/make.py.
"""
import json

import numpy as np
from safetensors import TensorSpec, serialize

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "U8": 1, "BOOL": 1}
SIZES |= {"I8": 1, "I16": 2, "U16": 2, "U32": 4, "U64": 8, "F8_E4M3": 1, "F8_E5M2": 1}
NAMES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32"}
NAMES |= {"U8": "uint8", "BOOL": "bool", "I8": "int8", "I16": "int16", "U16": "uint16", "U32": "uint32"}
NAMES |= {"U64": "uint64", "F8_E4M3": "float8_e4m3fn", "F8_E5M2": "float8_e5m2"}


def data(dtype, *shape):
    count = int(np.prod(shape, dtype=np.int64))
    with np.errstate(over="ignore"):
        words = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    size = SIZES[dtype]
    shift = 63 if dtype == "BOOL" else 64 - 8 * size
    words >>= np.uint64(shift)
    return (words >> np.uint64(dtype == "U64")).astype(f"<u{size}").tobytes()


def tensor(dtype, *shape):
    return dtype, shape, np.frombuffer(data(dtype, *shape), dtype=np.uint8)


def save(name, tensors, metadata=None):
    specs = {
        key: TensorSpec(dtype=NAMES[dtype], shape=shape, data_ptr=a.ctypes.data, data_len=a.nbytes)
        for key, (dtype, shape, a) in tensors.items()
    }
    with open(name + ".safetensors", "wb") as file:
        file.write(serialize(specs, metadata))


def by_hand(name, header, parts):
    with open(name + ".safetensors", "wb") as file:
        file.write(len(header).to_bytes(8, "little") + header + b"".join(parts))


# Every type that tensors have, in the reference's own order.
TYPES = ["I64", "F64", "F32", "I32", "BF16", "F16", "U8", "BOOL"]
save("types", {t: tensor(t, 3, 4) for t in TYPES}, {"format": "np"})
save("shapes", {"rank0": tensor("F64"), "empty": tensor("F32", 0, 3), "vector": tensor("F32", 5)})
save("wide", {t: tensor(t, 3, 4) for t in ["I8", "I16", "U16", "U32", "U64"]})
save("float8", {"a": tensor("F8_E4M3", 2, 3), "b": tensor("F8_E5M2", 2), "c": tensor("F32", 3, 4)})
save("nothing", {})

# What the format allows and the reference does not write: odd places, names by escapes, spaces, any order of keys.
header = b'{ "\\u00e9\\ud83d\\ude00\\"\\n":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},\n'
header += b'"odd":{"data_offsets":[3,51],"shape":[3, 4],"dtype":"F32"}, "double":{"dtype":"F64","shape":[2,1,2],'
header += b'"data_offsets":[51,83]},"__metadata__":{"a":"1","\xc3\xa9":"\\/"}}  '
header += b" " * (len(header) % 2)
by_hand("odd", header, [data("U8", 3), data("F32", 3, 4), data("F64", 2, 1, 2)])
large = json.dumps({"a": {"dtype": "U64", "shape": [2], "data_offsets": [0, 16]}}).encode()
by_hand("large", large, [(2**63 - 1).to_bytes(8, "little"), (2**63).to_bytes(8, "little")])
