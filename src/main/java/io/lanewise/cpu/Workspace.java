package io.lanewise.cpu;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory of one thread for the length of one job: leased from {@link Threads}, so that virtual threads and many
 * engines do not multiply it. Contents are arbitrary at first; arrays grow and are kept.
 */
public final class Workspace {
  private final NativeMemory memory;
  private @Nullable Storage[] blocks = new Storage[0];
  private @Nullable Object[] arrays = new Object[0];

  Workspace(NativeMemory memory) {
    this.memory = memory;
  }

  /**
   * Native scratch memory of ours (never foreign), aligned to 64 bytes.
   *
   * @param slot a small number: different slots are different memory
   * @param bytes size wanted
   * @return memory of at least that size
   */
  public HostMemory bytes(int slot, long bytes) {
    if (slot >= blocks.length) {
      blocks = Arrays.copyOf(blocks, slot + 1);
    }
    Storage block = blocks[slot];
    if (block == null || block.bytes() < bytes) {
      block = memory.allocate(null, Math.max(bytes, 4096), false);
      blocks[slot] = block;
    }
    return block.host();
  }

  /**
   * A {@code float[]} scratch array.
   *
   * @param slot a small number, not shared with other kinds of arrays
   * @param elements length wanted
   * @return an array of at least that length
   */
  public float[] floats(int slot, int elements) {
    Object array = array(slot);
    if (!(array instanceof float[] floats) || floats.length < elements) {
      float[] larger = new float[elements];
      arrays[slot] = larger;
      return larger;
    }
    return floats;
  }

  /**
   * A {@code double[]} scratch array.
   *
   * @param slot a small number, not shared with other kinds of arrays
   * @param elements length wanted
   * @return an array of at least that length
   */
  public double[] doubles(int slot, int elements) {
    Object array = array(slot);
    if (!(array instanceof double[] doubles) || doubles.length < elements) {
      double[] larger = new double[elements];
      arrays[slot] = larger;
      return larger;
    }
    return doubles;
  }

  /**
   * An {@code int[]} scratch array.
   *
   * @param slot a small number, not shared with other kinds of arrays
   * @param elements length wanted
   * @return an array of at least that length
   */
  public int[] ints(int slot, int elements) {
    Object array = array(slot);
    if (!(array instanceof int[] ints) || ints.length < elements) {
      int[] larger = new int[elements];
      arrays[slot] = larger;
      return larger;
    }
    return ints;
  }

  private @Nullable Object array(int slot) {
    if (slot >= arrays.length) {
      arrays = Arrays.copyOf(arrays, slot + 1);
    }
    return arrays[slot];
  }
}
