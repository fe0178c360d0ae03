#!/usr/bin/env python3
"""Makes the files beside it that deceive: each must be refused in one line. Run it in this folder.

Files whose names begin with a number were found by the fuzzer (io.lanewise.io.Fuzzer); they stay.
"""
import json
import struct
import zipfile
import zlib


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def npy(text, data=b"\0" * 8):
    text = text.encode("latin1") + b"\n"
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text + data


def array(shape, descr="'<f8'"):
    return f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"


write("code.npy", npy(array("(1,)", "__import__('os').system('true')")))
write("code_in_shape.npy", npy(array("(exit(),)")))
write("negative.npy", npy(array("(-1, -1)")))
write("overflow.npy", npy(array("(4294967296, 4294967296)")))
write("overflow_in_bytes.npy", npy(array("(2305843009213693952,)")))
write("claims_much.npy", npy(array("(1000000000,)")))
write("long_header.npy", b"\x93NUMPY\2\0" + (100_000_000).to_bytes(4, "little") + b"{" * 50)
write("twice.npy", npy("{'descr': '<f8', 'shape': (1,), 'shape': (1,), 'fortran_order': False}"))
write("nested.npy", npy("{" * 5_000))


def safetensors(header, data=b"\0" * 8):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def tensor(begin, end, shape=(1,), dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


write("overlap.safetensors", safetensors({"a": tensor(0, 8, [2]), "b": tensor(4, 8)}))
write("gap.safetensors", safetensors({"a": tensor(4, 8)}))
write("past_the_end.safetensors", safetensors({"a": tensor(0, 8, [2]), "b": tensor(8, 12)}))
write("backwards.safetensors", safetensors({"a": tensor(8, 0, [2])}))
write("negative.safetensors", safetensors({"a": tensor(0, 8, [-2])}))
write("overflow.safetensors", safetensors({"a": tensor(0, 8, [2**62 + 2])}))
write("beyond_long.safetensors", safetensors({"a": tensor(0, 2**64 + 8, [2])}))
write("shape_lies.safetensors", safetensors({"a": tensor(0, 8, [1000000000])}))
one = json.dumps(tensor(0, 8, [2])).encode()
write("twice.safetensors", safetensors(b'{"a":' + one + b',"\\u0061":' + one + b"}"))
write("nested.safetensors", safetensors(b'{"a":' * 4_000))
write("nested_shape.safetensors", safetensors(b'{"a":{"dtype":"F32","shape":' + b"[" * 4_000))
write("long_header.safetensors", (2**63).to_bytes(8, "little") + b"{}")
write("longest_header.safetensors", (100_000_000).to_bytes(8, "little") + b"{" * 50)

MTX = b"%%MatrixMarket matrix coordinate real general\n"
write("claims_much.mtx", MTX + b"100 100 1000000000\n1 1 1\n")
write("dense_is_too_much.mtx", MTX + b"10000000 10000000 1\n1 1 1\n")
write("overflow.mtx", MTX + b"4294967296 4294967296 1\n1 1 1\n")
write("outside.mtx", MTX + b"2 2 1\n3 1 1\n")
write("long_word.mtx", MTX + b"2 2 1\n1 1 " + b"1" * 10_000)


def npz(name, entries, how=zipfile.ZIP_STORED):
    with zipfile.ZipFile(name, "w", how) as archive:
        for entry, data in entries:
            archive.writestr(zipfile.ZipInfo(entry), data, how)


good = npy(array("(1,)"))
npz("absolute.npz", [("/tmp/a.npy", good)])
npz("parent.npz", [("a/../../b.npy", good)])
npz("not_an_array.npz", [("a.npy", good), ("run.py", b"exit()")])
npz("pickle.npz", [("a.npy", b"\x80\x04K\x01.")])
npz("bomb.npz", [("a.npy", npy(array("(1,)"), b"\0" * 10_000_000))], zipfile.ZIP_DEFLATED)


def central(name, data, packed, unpacked, offset):
    start = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, zlib.crc32(data), packed, unpacked, len(name),
                        0, 0, 0, 0, 0, offset)
    return start + name


def local(name, data, packed):
    body = packed
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(data), len(body), len(data), len(name),
                       0) + name + body


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


# Several names for the same bytes, and a size that no packed stream can have.
data = npy(array("(1000,)"), b"\0" * 8000)
packed = deflate(data)
body = local(b"a0.npy", data, packed)
directory = b"".join(central(b"a%d.npy" % i, data, len(packed), len(data), 0) for i in range(9))
end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(directory), len(body), 0)
write("same_bytes.npz", body + directory + end)
directory = central(b"a0.npy", data, len(packed), 2**31, 0)
end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(body), 0)
write("claims_much.npz", body + directory + end)
