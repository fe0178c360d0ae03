package io.lanewise.cli.compress;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Console;
import io.lanewise.cli.Text;
import io.lanewise.io.SafeTensors;
import io.lanewise.io.SafeTensors.Entry;
import io.lanewise.io.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces weights of a model by their factors. One weight is in memory at a time, beside what its
 * decomposition needs.
 */
public final class ModelCompressor {
  private final SafeTensors model;
  private final Goal goal;
  private final Pattern chosen;
  private final @Nullable DType dtype;
  private final Console console;
  private final Table table = new Table();
  private final List<String> replaced = new ArrayList<>();
  private final Set<String> factors;

  /**
   * A compressor.
   *
   * @param model the file, open
   * @param goal how much of each weight is kept
   * @param chosen what is to be found in the names of the weights
   * @param dtype what to compute in, or null for the weight's own type, F32 for small ones
   * @param console for the table
   * @throws IllegalArgumentException if the file's metadata tell of factors that it does not have
   */
  public ModelCompressor(
      SafeTensors model, Goal goal, Pattern chosen, @Nullable DType dtype, Console console) {
    this.factors = FactorNames.listed(model);
    this.model = model;
    this.goal = goal;
    this.chosen = chosen;
    this.dtype = dtype;
    this.console = console;
  }

  /**
   * Compresses.
   *
   * @param output where the model goes, or null to tell only what would come out
   * @throws IOException if the model cannot be read, or the output not be written
   */
  public void run(@Nullable Path output) throws IOException {
    long start = System.nanoTime();
    long work =
        model.names().stream()
            .map(model::entry)
            .filter(this::isChosen)
            .mapToLong(Entry::bytes)
            .sum();
    console.out().println(console.bold(Table.head()));
    if (output == null) {
      work(null, work);
    } else {
      // Twice as many tensors at most, and the list of their names.
      try (SafeTensorsWriter out =
          SafeTensors.writer(output, model.metadata(), 3 * model.names().size())) {
        work(out, work);
        FactorNames.with(model.metadata(), replaced).forEach(out::putMetadata);
        out.finish();
      }
    }
    console.out().println(table.total("factorised", model.names().size()));
    console.out().println("time " + Text.time((System.nanoTime() - start) * 1e-9));
  }

  private void work(@Nullable SafeTensorsWriter out, long work) throws IOException {
    try (ProgressBar bar = new ProgressBar(console, work)) {
      for (String name : model.names()) {
        Entry entry = model.entry(name);
        if (isChosen(entry)) {
          bar.begin(name);
          bar.end(entry.bytes(), factorise(entry, out));
        } else {
          table.other(entry.bytes());
          copy(name, out);
        }
      }
    }
  }

  private boolean isChosen(Entry entry) {
    return entry.shape().rank() == 2
        && entry.dtype().filter(DType::isFloating).isPresent()
        && chosen.matcher(entry.name()).find()
        && !factors.contains(entry.name());
  }

  private void copy(String name, @Nullable SafeTensorsWriter out) throws IOException {
    if (out != null) {
      out.copy(model, name);
    }
  }

  /** What goes wrong with one of many weights must say with which. */
  private Factors factors(String name) throws IOException {
    Tensor weight = model.read(name);
    try {
      return Factors.of(weight, goal, dtype);
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw new IllegalArgumentException(named(name, wrong), wrong);
    } catch (OutOfMemoryError refused) {
      OutOfMemoryError named = new OutOfMemoryError(named(name, refused));
      named.initCause(refused);
      throw named;
    }
  }

  private static String named(String name, Throwable failure) {
    return "tensor " + Text.printable(name) + ": " + failure.getMessage();
  }

  private String factorise(Entry entry, @Nullable SafeTensorsWriter out) throws IOException {
    String name = entry.name();
    Factors factors =
        FactorNames.areFree(model.names(), name)
            ? factors(name)
            : new Factors(null, null, 0, 0, "name taken");
    Tensor u = factors.u();
    Tensor v = factors.v();
    if (u == null || v == null) {
      copy(name, out);
      return table.kept(name, entry.shape(), factors.rank(), entry.bytes(), factors.reason());
    }
    if (out != null) {
      out.write(name + FactorNames.U, u);
      out.write(name + FactorNames.V, v);
    }
    replaced.add(name);
    long bytes = (u.elements() + v.elements()) * u.dtype().bytes();
    return table.changed(
        name,
        entry.shape(),
        factors.rank(),
        entry.bytes(),
        bytes,
        Text.format("%.2e", factors.error()));
  }
}
