package io.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.kernel.simd.SimdKernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.io.File;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The JVM's first compiler gives up on a method with too much inlined code, "out of virtual
 * registers". Such a method may then be interpreted for good, a thousand times too slow. It depends
 * on timing whether that happens, but with this compiler alone it shows every time.
 */
class FirstCompilerTest {

  @Test
  void compilesEveryKernel() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=3",
                "-XX:Tier3InvocationThreshold=20",
                "-XX:Tier3MinInvocationThreshold=10",
                "-XX:Tier3CompileThreshold=20",
                "-XX:Tier3BackEdgeThreshold=200",
                "-XX:+PrintCompilation",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path(SimdKernels.class) + File.pathSeparator + path(FirstCompilerTest.class),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), log);
    assertTrue(log.contains("io.lanewise.kernel.simd"), log);
    List<String> given =
        log.lines().filter(l -> l.contains("lanewise") && l.contains("virtual registers")).toList();
    assertEquals(List.of(), given);
  }

  private static Path path(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Calls kernels until they are compiled. */
  static final class Program {
    private static final int CALLS = 60;
    private static final int BYTES = 1 << 20;

    private Program() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) {
      Storage storage = NativeMemory.system().allocate(null, BYTES, true);
      HostMemory memory = storage.host();
      memory.base().asSlice(memory.origin(), BYTES).fill((byte) 0);
      run(SimdKernels.F32, memory, Float.BYTES);
      run(SimdKernels.F64, memory, Double.BYTES);
      Reference.reachabilityFence(storage);
    }

    private static void run(Kernels kernels, HostMemory memory, int bytes) {
      MemorySegment base = memory.base();
      long x = memory.origin();
      long y = x + BYTES / 4;
      long z = y + BYTES / 4;
      for (int i = 0; i < CALLS; i++) {
        int n = 100 + i;
        product(kernels.gemm(), base, x, bytes);
        interleaved(kernels.interleaved());
        arrays(kernels.heap().array());
        scores(kernels.scores(), kernels.gemm(), memory);
        for (UnaryOp op : UnaryOp.values()) {
          kernels.map().map(op, base, x, base, y, n);
        }
        for (BinaryOp op : BinaryOp.values()) {
          kernels.map().zip(op, base, x, base, y, base, z, n);
          kernels.map().zipRight(op, base, x, 2, base, z, n);
          kernels.map().zipLeft(op, 2, base, x, base, z, n);
        }
        kernels.map().axpy(0.5, base, x, base, y, n);
        kernels.map().axpys(6, new double[6], 0, base, x, 1000L * bytes, base, y, n);
        kernels.map().extremes(BinaryOp.MAX, 6, base, x, 1000L * bytes, base, y, n);
        kernels.map().extremes(BinaryOp.MIN, 6, base, x, 1000L * bytes, base, y, n);
        kernels.reduce().sum(base, x, n);
        kernels.reduce().dot(base, x, base, y, n);
        kernels.reduce().dots(7, base, x, 1000L * bytes, base, y, n, new double[7], 0);
        kernels.reduce().sumOfSquares(base, x, n, 0.5);
        kernels.reduce().max(base, x, n);
        kernels.reduce().min(base, x, n);
        kernels.reduce().maxAbs(base, x, n);
        kernels.softmax().expSum(base, x, 0, base, y, n);
        for (DType type : new DType[] {DType.BF16, DType.F16, DType.I8}) {
          SmallKernel small = kernels.small();
          small.widen(type, base, x, 1000, base, y, 3, n);
          small.arrange(type, base, y, n, base, z);
          small.serves(type, base, y, n);
          small.dots(type, 7, base, x, 1000, base, z, n, new double[7], 0, base, y);
          small.axpys(type, 7, new double[7], 0, base, x, 1000, base, z, 128);
          small.settle(type, base, z, 128, new double[128], 0);
        }
        kernels.small().part(1, base, x, base, y, 300, n);
        kernels.small().part(2, base, x, base, y, 300, n);
        kernels.rotate().rotate(base, x, base, y, n, 0.8, 0.6);
      }
    }

    private static <P> void arrays(ArrayKernel<P> kernel) {
      int n = 70;
      P a = kernel.array(n * n);
      P x = kernel.array(n);
      P f = kernel.array(n);
      P y = kernel.array(n);
      P z = kernel.array(n);
      P scratch = kernel.array(ArrayKernel.SCRATCH / Float.BYTES);
      for (boolean upper : new boolean[] {false, true}) {
        kernel.reflect(upper, n, a, 0, n, x, 0, f, y, 0, z, scratch);
        kernel.triangle(upper, upper, true, n, a, 0, n, x, 0, new double[4]);
        kernel.transposedTriangle(upper, upper, true, n, a, 0, n, x, 0, new double[4], scratch);
      }
      kernel.dots(7, a, 0, n, x, 0, n, new double[7], scratch);
    }

    @SuppressWarnings("unchecked") // both of one type
    private static <P> void scores(
        ScoresKernel<P> scores, GemmKernel<?> kernel, HostMemory memory) {
      GemmKernel<P> gemm = (GemmKernel<P>) kernel;
      int rows = 30;
      int size = rows * gemm.nr();
      P panels = gemm.array(4 * size);
      scores.largest(panels, 0, rows, gemm.nr(), 1, size);
      scores.add(panels, 0, rows, gemm.nr(), size);
      scores.exclude(panels, 0, rows, gemm.nr(), size);
      scores.weights(panels, 0, rows, gemm.nr(), size, 2 * size, memory.base(), memory.origin());
      scores.advance(panels, 0, rows, gemm.nr(), size, 2 * size);
      scores.multiply(panels, 0, rows, gemm.nr(), size);
    }

    private static <P> void interleaved(InterleavedKernel<P> kernel) {
      int n = 5;
      int stride = n * kernel.lanes();
      P a = kernel.array(n * stride);
      P x = kernel.array(n * stride);
      P scalars = kernel.array(stride);
      kernel.identity(a, stride, n);
      kernel.identity(x, stride, n);
      kernel.squares(a, 0, stride, n, n, scalars, 0);
      // tolerances of 0 and negative numbers of sizes: everything is rotated
      InterleavedKernel.Sweep<P> sweep =
          new InterleavedKernel.Sweep<>(
              scalars, kernel.array(stride), kernel.array(8 * stride), 1e30, -1);
      kernel.reflector(x, 0, n, 0, scalars, kernel.array(stride), 0);
      kernel.reflect(x, 0, scalars, 0, a, 0, stride, n, n);
      kernel.squares(a, 0, stride, n, n, scalars, 0);
      for (int j = 1; j < n; j++) {
        int[] pair = {0, j};
        kernel.orthogonalise(a, stride, n - 1, n, pair, scalars, sweep);
        kernel.annihilate(a, stride, x, n, pair, sweep);
      }
      kernel.identity(a, stride, n);
      kernel.solveLower(a, x, n);
      kernel.defect(a, n, scalars);
      kernel.signs(a, stride, n, n, scalars);
      kernel.largest(a, stride, n, n, scalars);
      kernel.scale(a, n, scalars, 0);
      kernel.normalise(a, stride, n, n, scalars);
    }

    private static <P> void product(GemmKernel<P> gemm, MemorySegment base, long at, int bytes) {
      int k = 30;
      int a = gemm.first();
      int b = a + gemm.mr() * k;
      int t = b + gemm.nr() * k;
      P panels = gemm.array(t + gemm.mr() * gemm.nr());
      for (int rows = gemm.rowStep(); rows <= gemm.mr(); rows += gemm.rowStep()) {
        for (int columns = gemm.columnStep(); columns <= gemm.nr(); columns += gemm.columnStep()) {
          gemm.packA(base, at, bytes, 100L * bytes, rows, k, rows, panels, a);
          gemm.packA(base, at, 100L * bytes, bytes, rows, k, rows, panels, a);
          gemm.packA(base, at, 100L * bytes, 3L * bytes, rows, k, rows, panels, a);
          gemm.packB(base, at, bytes, 100L * bytes, columns, k, columns, panels, b);
          gemm.packB(base, at, 100L * bytes, bytes, columns, k, columns, panels, b);
          gemm.packB(base, at, 100L * bytes, bytes, columns - 1, k, columns, panels, b);
          for (int i = 0; i < 10; i++) {
            gemm.tile(rows, columns, k, panels, a, b, t);
            gemm.update(panels, t, columns, 1, i % 3, base, at, 100L * bytes, rows, columns);
            gemm.update(panels, t, columns, 1, i % 3, base, at, 100L * bytes, rows, columns - 1);
          }
        }
      }
      for (int rows = gemm.directRows(); rows > 0; rows -= gemm.directRows() / 2) {
        int most = gemm.directColumns(Integer.MAX_VALUE);
        for (int columns = gemm.directStep(); columns <= most; columns += gemm.directStep()) {
          int sums = a + gemm.directLength();
          P work = gemm.array(sums + rows * columns);
          for (int i = 0; i < 10; i++) {
            int some = columns - i % 2;
            gemm.copyRows(base, at, 100L * bytes, rows, k, work, a);
            gemm.padRows(base, at, 100L * bytes, some, k, base, at);
            gemm.direct(rows, some, k, work, a, base, at, 100L * bytes, sums);
          }
        }
      }
    }
  }
}
