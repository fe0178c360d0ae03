package io.lanewise.cli.compress;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Console;
import io.lanewise.cli.Text;
import io.lanewise.io.SafeTensors;
import io.lanewise.io.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Multiplies the factors in a model back, one weight at a time. */
public final class ModelExpander {
  private final SafeTensors model;
  private final @Nullable DType dtype;
  private final Console console;
  private final Table table = new Table();

  /**
   * An expander.
   *
   * @param model the file, open
   * @param dtype what to compute in, or null for the factors' own type, F32 for small ones
   * @param console for the table
   */
  public ModelExpander(SafeTensors model, @Nullable DType dtype, Console console) {
    this.model = model;
    this.dtype = dtype;
    this.console = console;
  }

  /**
   * Expands.
   *
   * @param output where the model goes
   * @throws IllegalArgumentException if nothing in it is there as factors
   * @throws IOException if the model cannot be read, or the output not be written
   */
  public void run(Path output) throws IOException {
    long start = System.nanoTime();
    Set<String> weights = FactorNames.of(model);
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("there are no factors NAME.u (m x k) and NAME.v (k x n)");
    }
    console.out().println(console.bold(Table.head()));
    try (ProgressBar bar = new ProgressBar(console, weights.size());
        SafeTensorsWriter out =
            SafeTensors.writer(
                output, FactorNames.without(model.metadata()), model.names().size())) {
      for (String name : model.names()) {
        String weight = name.substring(0, Math.max(0, name.length() - FactorNames.U.length()));
        boolean isFactor = weights.contains(weight);
        if (isFactor && name.endsWith(FactorNames.U)) {
          bar.begin(weight);
          bar.end(1, expand(weight, out));
        } else if (!isFactor || !name.endsWith(FactorNames.V)) {
          table.other(model.entry(name).bytes());
          out.copy(model, name);
        }
      }
      out.finish();
    }
    console.out().println(table.total("multiplied", model.names().size() - weights.size()));
    console.out().println("time " + Text.time((System.nanoTime() - start) * 1e-9));
  }

  private String expand(String weight, SafeTensorsWriter out) throws IOException {
    Tensor u = model.read(weight + FactorNames.U);
    Tensor v = model.read(weight + FactorNames.V);
    DType stored = u.dtype();
    DType computes = dtype != null ? dtype : stored.computes() ? stored : DType.F32;
    Tensor product = u.cast(computes).matmul(v.cast(computes)).cast(stored);
    out.write(weight, product);
    long before = (u.elements() + v.elements()) * stored.bytes();
    return table.changed(
        weight, product.shape(), u.size(1), before, product.elements() * stored.bytes(), "");
  }
}
