package io.lanewise.cpu;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.gemm.WarmKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;

/**
 * Gets the scalar product ready while the first engine of a JVM is made. Loading the classes of the
 * vector module takes the caller a tenth of a second and more, and its first product is computed by
 * scalar kernels, see {@link WarmKernel}. A second thread meanwhile loads the drivers' classes and
 * multiplies until the JVM has compiled those kernels. It ends by itself, and where there is one
 * processor alone it is not started.
 */
final class ScalarStart {
  /** Longest time that it works. [TP] */
  private static final long MOST_NANOS = 250_000_000L;

  /** Products of each type: some 70 tiles each; C2 compiles a tile after a few thousand. [TP] */
  private static final int PRODUCTS = 40;

  private static final int ROWS = 32;
  private static final int COLUMNS = 24;
  private static final int LENGTH = 64;

  private static final boolean ENABLED =
      WarmKernel.ENABLED && Runtime.getRuntime().availableProcessors() > 1;

  private static boolean begun;

  private ScalarStart() {}

  /** Starts the thread, once in a JVM. */
  static synchronized void begin() {
    if (ENABLED && !begun) {
      begun = true;
      Thread thread = new Thread(null, ScalarStart::work, "lanewise-start", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void work() {
    try {
      NativeMemory.prepare();
      multiply();
    } catch (RuntimeException | OutOfMemoryError met) {
      // too little memory, a wrong property: the caller meets it, too, and is told
    }
  }

  private static void multiply() {
    long end = System.nanoTime() + MOST_NANOS;
    KernelChoice scalar = new KernelChoice(ScalarKernels.F32, ScalarKernels.F64, "");
    CpuBackend backend = CpuBackend.create(scalar, 1, null);
    View[] f32 = operands(DType.F32);
    View[] f64 = operands(DType.F64);
    for (int i = 0; i < PRODUCTS && System.nanoTime() < end; i++) {
      multiply(backend, f32);
      multiply(backend, f64);
    }
  }

  private static View[] operands(DType dtype) {
    long left = (long) ROWS * LENGTH;
    long right = (long) LENGTH * COLUMNS;
    long target = (long) ROWS * COLUMNS;
    Storage storage =
        NativeMemory.system().allocate(null, (left + right + target) * dtype.bytes(), true);
    return new View[] {
      matrix(storage, dtype, 0, ROWS, LENGTH),
      matrix(storage, dtype, left, LENGTH, COLUMNS),
      matrix(storage, dtype, left + right, ROWS, COLUMNS)
    };
  }

  private static View matrix(Storage storage, DType dtype, long offset, long rows, long columns) {
    Shape shape = Shape.of(rows, columns);
    return new View(storage, dtype, offset, shape, View.rowMajor(shape));
  }

  private static void multiply(CpuBackend backend, View[] operands) {
    backend.gemm(1, operands[0], operands[1], 0, operands[2], Epilogue.NONE);
  }
}
