package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Operands;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.Problem;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Bare loops that move bytes through a core, four vectors in a step. All arrays have the same size,
 * a multiple of four vectors, and lie in the same kind of memory as everybody's.
 */
final class Traffic {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long VECTOR = SPECIES.vectorByteSize();

  private Traffic() {}

  /**
   * A loop.
   *
   * @param ceiling READING, COPYING, ADDING or ADDING_IN_PLACE
   * @param footprint bytes of all arrays together
   * @return the loop
   */
  static Work of(Problem.Ceiling ceiling, long footprint) {
    return switch (ceiling) {
      case READING -> reading(memory(footprint));
      case COPYING -> copying(memory(footprint / 2), memory(footprint / 2));
      case ADDING -> adding(memory(footprint / 3), memory(footprint / 3), memory(footprint / 3));
      case ADDING_IN_PLACE -> addingInPlace(memory(footprint / 2), memory(footprint / 2));
      case ARITHMETIC, ARITHMETIC_OF_TWO ->
          throw new IllegalArgumentException("no traffic: " + ceiling);
    };
  }

  private static MemorySegment memory(long bytes) {
    // Written once: reading pages that nobody has written reads one page of zeros, from the cache.
    return Operands.memory(Tensor.ones(DType.F32, bytes / Float.BYTES));
  }

  private static Work reading(MemorySegment x) {
    float[] sink = new float[1];
    return Work.of(() -> sink[0] = read(x), () -> new double[] {sink[0]});
  }

  private static Work copying(MemorySegment x, MemorySegment z) {
    return Work.of(() -> copy(x, z), () -> new double[0]);
  }

  private static Work adding(MemorySegment x, MemorySegment y, MemorySegment z) {
    return Work.of(() -> add(x, y, z), () -> new double[0]);
  }

  private static Work addingInPlace(MemorySegment x, MemorySegment y) {
    return Work.of(() -> add(x, y), () -> new double[0]);
  }

  private static float read(MemorySegment x) {
    long end = x.byteSize();
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (long at = 0; at < end; at += 4 * VECTOR) {
      a = a.add(load(x, at));
      b = b.add(load(x, at + VECTOR));
      c = c.add(load(x, at + 2 * VECTOR));
      d = d.add(load(x, at + 3 * VECTOR));
    }
    return a.add(b).add(c).add(d).lane(0);
  }

  private static void copy(MemorySegment x, MemorySegment z) {
    long end = x.byteSize();
    for (long at = 0; at < end; at += 4 * VECTOR) {
      store(load(x, at), z, at);
      store(load(x, at + VECTOR), z, at + VECTOR);
      store(load(x, at + 2 * VECTOR), z, at + 2 * VECTOR);
      store(load(x, at + 3 * VECTOR), z, at + 3 * VECTOR);
    }
  }

  private static void add(MemorySegment x, MemorySegment y, MemorySegment z) {
    long end = x.byteSize();
    for (long at = 0; at < end; at += 4 * VECTOR) {
      store(load(x, at).add(load(y, at)), z, at);
      store(load(x, at + VECTOR).add(load(y, at + VECTOR)), z, at + VECTOR);
      store(load(x, at + 2 * VECTOR).add(load(y, at + 2 * VECTOR)), z, at + 2 * VECTOR);
      store(load(x, at + 3 * VECTOR).add(load(y, at + 3 * VECTOR)), z, at + 3 * VECTOR);
    }
  }

  /** Apart from {@link #add(MemorySegment, MemorySegment, MemorySegment)}: its own profile. */
  private static void add(MemorySegment x, MemorySegment y) {
    long end = x.byteSize();
    for (long at = 0; at < end; at += 4 * VECTOR) {
      store(load(x, at).add(load(y, at)), x, at);
      store(load(x, at + VECTOR).add(load(y, at + VECTOR)), x, at + VECTOR);
      store(load(x, at + 2 * VECTOR).add(load(y, at + 2 * VECTOR)), x, at + 2 * VECTOR);
      store(load(x, at + 3 * VECTOR).add(load(y, at + 3 * VECTOR)), x, at + 3 * VECTOR);
    }
  }

  private static FloatVector load(MemorySegment x, long at) {
    return FloatVector.fromMemorySegment(SPECIES, x, at, ORDER);
  }

  private static void store(FloatVector vector, MemorySegment z, long at) {
    vector.intoMemorySegment(z, at, ORDER);
  }
}
