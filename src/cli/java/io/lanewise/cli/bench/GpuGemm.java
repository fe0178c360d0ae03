package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import java.util.Locale;

/**
 * Times of one square matrix product on the GPU, in seconds, beside the CPU's.
 *
 * @param dtype element type
 * @param size rows and columns
 * @param first the first call, which compiles the kernel if no other did
 * @param with best call that brings both operands to the device and the result back
 * @param without best call between operands and into a result that stay on the device
 * @param cpu best call on the CPU
 * @param difference largest difference between both results
 * @param largest largest element of the result
 */
public record GpuGemm(
    DType dtype,
    int size,
    double first,
    double with,
    double without,
    double cpu,
    double difference,
    double largest) {
  private static final int REPEATS = 5;

  /**
   * Measures.
   *
   * @param cpu the CPU's engine
   * @param gpu the GPU's engine
   * @param dtype element type
   * @param size rows and columns
   * @return the times
   * @throws OutOfMemoryError if the device has no room for three such matrices
   */
  public static GpuGemm measure(Engine cpu, Engine gpu, DType dtype, int size) {
    // whether both operands and the result fit there is found out before they are made
    gpu.run(() -> gpu.upload(Tensor.empty(dtype, 3, size, size)));
    Tensor a = cpu.call(() -> Tensor.randn(dtype, 1, size, size));
    Tensor b = cpu.call(() -> Tensor.randn(dtype, 2, size, size));
    double first = gpu.call(() -> seconds(() -> a.matmul(b).get(0, 0)));
    double with = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      a.set(a.get(0, 0), 0, 0); // what was written on the host has to be brought again
      b.set(b.get(0, 0), 0, 0);
      with = Math.min(with, gpu.call(() -> seconds(() -> a.matmul(b).get(0, 0))));
    }
    Tensor onDevice = gpu.call(() -> a.matmul(b));
    double without = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      without =
          Math.min(
              without,
              gpu.call(
                  () ->
                      seconds(
                          () -> {
                            a.matmulInto(b, onDevice);
                            gpu.await();
                          })));
    }
    Tensor onCpu = cpu.call(() -> a.matmul(b));
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      best = Math.min(best, cpu.call(() -> seconds(() -> a.matmulInto(b, onCpu))));
    }
    double difference = cpu.call(() -> onDevice.sub(onCpu).abs().max());
    double largest = cpu.call(() -> onCpu.abs().max());
    return new GpuGemm(dtype, size, first, with, without, best, difference, largest);
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  /**
   * Titles of the columns that {@link #text} writes.
   *
   * @return a line
   */
  public static String header() {
    return Text.format(
        "%-5s %6s %11s %16s %17s %11s   %s",
        "dtype", "size", "first call", "with transfers", "without", "CPU", "largest difference");
  }

  /**
   * For people.
   *
   * @return a line of a table
   */
  public String text() {
    return Text.format(
        "%-5s %6d %11s %16s %17s %11s   %s of %s",
        type(),
        size,
        Text.time(first),
        Text.time(with),
        Text.time(without),
        Text.time(cpu),
        Text.number(difference, 3),
        Text.number(largest, 3));
  }

  /**
   * For programs.
   *
   * @return a JSON object in one line
   */
  public String json() {
    return "{\"op\":\"gemm\",\"device\":\"gpu\",\"dtype\":\""
        + type()
        + "\",\"size\":"
        + size
        + field("first", first)
        + field("with_transfers", with)
        + field("without_transfers", without)
        + field("cpu", cpu)
        + field("difference", difference)
        + field("largest", largest)
        + "}";
  }

  private static String field(String name, double value) {
    return ",\"" + name + "\":" + Text.number(value, 4);
  }

  private String type() {
    return dtype.name().toLowerCase(Locale.ROOT);
  }
}
