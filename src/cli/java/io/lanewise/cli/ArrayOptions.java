package io.lanewise.cli;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.FormatException;
import io.lanewise.io.Npy;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command understands that computes with the numbers of a file. */
final class ArrayOptions extends CommonOptions {
  @Option(
      names = "--dtype",
      paramLabel = "f32|f64",
      description = "Computes in this type (default: what the file holds).")
  private @Nullable ElementType type;

  /**
   * The type to compute in.
   *
   * @return the one asked for, or null
   */
  @Nullable DType dtype() {
    return type == null ? null : type.dtype();
  }

  /**
   * Reads an array to compute with: in the type asked for; or in its own, where integers become
   * F64, as in NumPy, and F16 becomes F32, with a note.
   *
   * @param file an npy file, or {@code -}: one array after the other
   * @param console for standard input, and for the note
   * @return an F32 or F64 tensor
   * @throws IOException if it cannot be read or is no npy file
   */
  Tensor read(Path file, Console console) throws IOException {
    Tensor tensor = Streams.isStandard(file) ? readStandard(console) : Npy.read(file);
    DType asked = dtype();
    if (asked != null) {
      return tensor.dtype() == asked ? tensor : tensor.cast(asked);
    }
    if (tensor.dtype().computes()) {
      return tensor;
    }
    DType wider = tensor.dtype() == DType.F16 ? DType.F32 : DType.F64;
    if (!isQuiet()) {
      console.err().println(Streams.name(file) + ": " + tensor.dtype() + " computes as " + wider);
    }
    return tensor.cast(wider);
  }

  private static Tensor readStandard(Console console) throws IOException {
    try {
      return Npy.read(console.in());
    } catch (FormatException wrong) {
      String text = String.valueOf(wrong.getMessage());
      throw new IOException(Streams.STANDARD_INPUT + text.substring(wrong.file().length()), wrong);
    }
  }
}
