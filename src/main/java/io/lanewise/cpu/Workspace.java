package io.lanewise.cpu;

import io.lanewise.kernel.SmallKernel;
import io.lanewise.kernel.TransposeKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory of one thread for the length of one job: leased from {@link Threads}, so that
 * virtual threads and many engines do not multiply it. Contents are arbitrary at first; arrays grow
 * and are kept.
 */
public final class Workspace {
  private final NativeMemory memory;
  private final TransposeKernel four;
  private final TransposeKernel eight;
  private final SmallKernel small;
  private @Nullable Storage[] blocks = new Storage[0];
  private @Nullable Object[] objects = new Object[0];
  private Object[] plans = new Object[0];

  Workspace(NativeMemory memory, TransposeKernel four, TransposeKernel eight, SmallKernel small) {
    this.memory = memory;
    this.four = four;
    this.eight = eight;
    this.small = small;
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
   * What transposes elements of a size.
   *
   * @param width bytes of an element, 4 or 8
   * @return the kernel
   */
  public TransposeKernel transposer(int width) {
    return width == Float.BYTES ? four : eight;
  }

  /**
   * What works on small types.
   *
   * @return the kernel
   */
  public SmallKernel small() {
    return small;
  }

  /**
   * An object that a driver keeps for its next operation, such as an array of panels.
   *
   * @param slot a small number, not shared with other kinds of objects
   * @return what was kept there, or null
   */
  public @Nullable Object kept(int slot) {
    return slot < objects.length ? objects[slot] : null;
  }

  /**
   * Keeps an object.
   *
   * @param slot a small number
   * @param object what {@link #kept} will return
   */
  public void keep(int slot, Object object) {
    if (slot >= objects.length) {
      objects = Arrays.copyOf(objects, slot + 1);
    }
    objects[slot] = object;
  }

  /**
   * The one object of a class in this workspace, made when first asked for: plans with their index
   * arrays, and the like.
   *
   * @param type its class, private to the code that asks
   * @param maker makes it
   * @param <T> its type
   * @return the object, in the state in which its last user left it
   */
  public <T> T object(Class<T> type, Supplier<T> maker) {
    for (Object object : plans) {
      if (object.getClass() == type) {
        return type.cast(object);
      }
    }
    T object = maker.get();
    plans = Arrays.copyOf(plans, plans.length + 1);
    plans[plans.length - 1] = object;
    return object;
  }

  /**
   * Lets go of large blocks, so that one huge operation does not occupy memory for ever.
   *
   * @param limit size in bytes above which a block is not kept
   */
  void trim(long limit) {
    for (int slot = 0; slot < blocks.length; slot++) {
      Storage block = blocks[slot];
      if (block != null && block.bytes() > limit) {
        blocks[slot] = null;
      }
    }
  }
}
