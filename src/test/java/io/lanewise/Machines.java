package io.lanewise;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The engines that contract tests run on, and the combinations of engine, type and layout. */
final class Machines {
  /** An engine with a name for reports. */
  record Machine(String name, Engine engine) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Whether this run of the tests is that of the GPU engine. */
  static final boolean IS_GPU = System.getProperty("lanewise.test.jvm", "").equals("gpu");

  static final List<Machine> ALL = machines(1, 2);

  private Machines() {}

  /**
   * A bound in units in the last place.
   *
   * @param own what our kernels keep
   * @param openCl what OpenCL 3.0 allows a device (C specification, relative error as ULPs)
   */
  static double ulps(double own, double openCl) {
    return IS_GPU ? openCl : own;
  }

  static List<Machine> machines(int... threads) {
    if (IS_GPU) {
      return List.of(new Machine("gpu x 1", Engine.gpu()));
    }
    List<Machine> machines = new ArrayList<>();
    for (EngineOptions.Kernels kernels :
        List.of(EngineOptions.Kernels.SCALAR, EngineOptions.Kernels.SIMD)) {
      for (int count : threads) {
        try {
          machines.add(
              new Machine(
                  kernels + " x " + count,
                  Engine.cpu(EngineOptions.auto().withKernels(kernels).withThreads(count))));
        } catch (EngineUnavailableException noSimd) {
          break; // this JVM tests the scalar kernels alone
        }
      }
    }
    return machines;
  }

  static Stream<Machine> all() {
    return ALL.stream();
  }

  static Stream<Arguments> withTypes() {
    return ALL.stream()
        .flatMap(
            machine -> Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(machine, dtype)));
  }

  static Stream<Arguments> withTypesAndLayouts() {
    return ALL.stream()
        .flatMap(
            machine ->
                Stream.of(DType.F32, DType.F64)
                    .flatMap(
                        dtype ->
                            Stream.of(TensorLayout.values())
                                .map(layout -> Arguments.of(machine, dtype, layout))));
  }
}
