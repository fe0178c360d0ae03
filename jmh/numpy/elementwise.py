"""The work of 'benchmarks.jar large' in NumPy: the same arrays and operations.

    python3 jmh/numpy/elementwise.py 10000

Milliseconds of the process's processor time, best and median of 5. First x += y with two arrays, and the most memory
that the process held; then z = x + y with a new z.
"""

import sys
import time

import numpy as np


def peak():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1e6


def measure(name, gigabytes, work):
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    times.sort()
    print(
        f"{name:34} {times[0] * 1e3:8.1f} ms  median {times[2] * 1e3:8.1f}"
        f"  {gigabytes / times[0]:6.1f} GB/s  peak {peak():.2f} GB"
    )


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    one = 4e-9 * n * n
    before = peak()
    x, y = np.ones((n, n), np.float32), np.full((n, n), 1e-3, np.float32)
    print(f"the process itself: {before:.2f} GB; an array: {one:.2f} GB")
    measure("x += y", 3 * one, lambda: np.add(x, y, out=x))
    z = x + y
    measure("z = x + y, z reused", 3 * one, lambda: np.add(x, y, out=z))
    row, column = x[:1].copy(), x[:, :1].copy()
    measure("z = x * row", 2 * one, lambda: np.multiply(x, row, out=z))
    measure("z = x * column", 2 * one, lambda: np.multiply(x, column, out=z))
    measure("copy", 2 * one, lambda: np.copyto(z, x))
    measure("transpose", 2 * one, lambda: np.copyto(z, x.T))
    measure("sum, axis 1", one, lambda: x.sum(axis=1))
    measure("sum, axis 0", one, lambda: x.sum(axis=0))


if __name__ == "__main__":
    main()
