package io.lanewise.cli;

import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.cli.bench.GpuGemm;
import io.lanewise.cli.bench.GpuLine;
import io.lanewise.cli.bench.GpuSuite;
import io.lanewise.cli.bench.PeakLoop;
import io.lanewise.cli.bench.Report;
import io.lanewise.cli.bench.Timing;
import io.lanewise.cli.bench.Workload;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Times one operation on square matrices, or attention; with --device gpu also stacks of small"
          + " decompositions, and all that is worth knowing of a GPU, one after the other.",
      "Warms up, checks a result, then shows the best and the median of several repeats. The rate"
          + " of gemm counts 2 n^3 flops, that of eig and svd n^3, that of elementwise (x += y) the"
          + " bytes read and written, that of attention (batch 8, 12 heads, n queries and keys of"
          + " length 64) the flops of its two products. Other work on this machine makes it slower:"
          + " run it more than once."
    },
    footer = {
      "",
      "Example:  lanewise bench gemm --dtype f32 --sizes 256,1024 --json",
      "          lanewise bench all --device gpu"
    })
final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "gemm|eig|svd|elementwise|attention|stacks|all",
      description = "What to time.")
  private BenchSubject subject;

  @Option(
      names = "--dtype",
      paramLabel = "f32|f64",
      defaultValue = "f32",
      description = "Element type (default: ${DEFAULT-VALUE}).")
  private ElementType type;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "n",
      description =
          "Rows of the matrices, or length of the sequence (default: 256,1024; for eig and svd"
              + " 128,256; for attention 128,512).")
  private int @Nullable [] sizes;

  @Option(
      names = "--threads",
      paramLabel = "n",
      defaultValue = "1",
      description = "How many threads may work (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      description =
          "gpu: times the operation (all but eig) on the GPU beside the CPU, and shows how far the"
              + " two results differ; of gemm the first call, calls with the transfers and"
              + " without.")
  private DeviceKind device;

  @Option(names = "--json", description = "Writes one JSON object a line; times are in seconds.")
  private boolean json;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (int size : sizes == null ? new int[0] : sizes) {
      if (size < 1) {
        throw new ParameterException(spec.commandLine(), "--sizes: " + size + " is less than 1");
      }
    }
    if (threads < 1) {
      throw new ParameterException(spec.commandLine(), "--threads: " + threads + " is less than 1");
    }
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(threads));
    if (device == DeviceKind.GPU) {
      onGpu(engine);
      return 0;
    }
    Workload.Kind kind = subject.kind();
    if (kind == null) {
      throw new ParameterException(
          spec.commandLine(), subject + ": only with --device gpu; the CPU is timed beside it");
    }
    int[] chosen = sizes == null ? kind.usualSizes() : sizes;
    engine.run(() -> Timing.warmUp(kind.of(type.dtype(), kind.warmUpSize())::run));
    boolean first = true;
    for (int size : chosen) {
      Report report = engine.call(() -> measure(kind, size));
      if (first && !json) {
        console.out().println(console.bold(report.header()));
      }
      first = false;
      console.out().println(json ? report.json() : report.text());
      console.out().flush();
    }
    return 0;
  }

  private void onGpu(Engine cpu) {
    GpuSuite.Part part = subject.part();
    if (part == null && subject != BenchSubject.ALL) {
      throw new ParameterException(spec.commandLine(), subject + ": not timed on a GPU");
    }
    if (type != ElementType.F32 && subject != BenchSubject.GEMM) {
      throw new ParameterException(
          spec.commandLine(), "--dtype: on a GPU only gemm is timed in another type than f32");
    }
    Engine gpu = Engine.gpu();
    if (subject == BenchSubject.GEMM) {
      products(cpu, gpu);
      return;
    }
    console.out().println(json ? GpuLine.machine(gpu, threads) : console.bold(GpuLine.header()));
    int[] chosen = sizes == null ? new int[0] : sizes;
    Consumer<GpuLine> lines =
        line -> {
          console.out().println(json ? line.json() : line.text());
          console.out().flush();
        };
    if (part == null) {
      GpuSuite.run(cpu, gpu, chosen, lines);
    } else {
      GpuSuite.run(part, cpu, gpu, chosen, lines);
    }
  }

  private void products(Engine cpu, Engine gpu) {
    boolean first = !json;
    for (int size : sizes == null ? Workload.Kind.GEMM.usualSizes() : sizes) {
      GpuGemm times = GpuGemm.measure(cpu, gpu, type.dtype(), size);
      if (first) {
        console.out().println(console.bold(GpuGemm.header()));
      }
      first = false;
      console.out().println(json ? times.json() : times.text());
      console.out().flush();
    }
  }

  private Report measure(Workload.Kind kind, int size) {
    try (Progress progress = new Progress(console)) {
      Workload workload = kind.of(type.dtype(), size);
      workload.check();
      Timing timing =
          Timing.of(
              workload::run,
              () -> PeakLoop.measure(type.dtype()),
              state -> progress.show(kind + " " + size + ": " + state));
      return new Report(kind, type.dtype(), size, threads, timing, workload.work());
    }
  }
}
