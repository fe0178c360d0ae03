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
    Tensor a = cpu.call(() -> Tensor.randn(dtype, 1, size, size));
    Tensor b = cpu.call(() -> Tensor.randn(dtype, 2, size, size));
    Runnable read = () -> gpu.run(() -> a.matmul(b).get(0, 0));
    double first = Best.seconds(read);
    Runnable touch =
        () -> { // what was written on the host has to be brought again
          a.set(a.get(0, 0), 0, 0);
          b.set(b.get(0, 0), 0, 0);
        };
    double with = Best.of(touch, read);
    Tensor onDevice = gpu.call(() -> a.matmul(b));
    Runnable stay =
        () -> {
          gpu.run(() -> a.matmulInto(b, onDevice));
          gpu.await();
        };
    double without = Best.of(() -> {}, stay);
    Tensor onCpu = cpu.call(() -> a.matmul(b));
    double best = Best.of(() -> {}, () -> cpu.run(() -> a.matmulInto(b, onCpu)));
    double difference = cpu.call(() -> onDevice.sub(onCpu).abs().max());
    double largest = cpu.call(() -> onCpu.abs().max());
    return new GpuGemm(dtype, size, first, with, without, best, difference, largest);
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
