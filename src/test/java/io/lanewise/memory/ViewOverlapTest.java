package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Which views share elements. */
class ViewOverlapTest {
  private final NativeMemory memory = Memories.checked(64 * MIB).memory();
  private final Storage storage = memory.allocate(null, 4000, true);

  private static View vector(Storage storage, long offset, long size, long stride) {
    return new View(storage, DType.F32, offset, Shape.of(size), new long[] {stride});
  }

  private static void assertOverlap(boolean expected, View a, View b) {
    assertEquals(expected, View.overlaps(a, b));
    assertEquals(expected, View.overlaps(b, a));
  }

  @Test
  void rangesOfOneStorage() {
    View middle = vector(storage, 100, 50, 1);
    assertOverlap(true, middle, middle);
    assertOverlap(true, middle, vector(storage, 149, 1, 1));
    assertOverlap(false, middle, vector(storage, 150, 50, 1));
    assertOverlap(false, middle, vector(storage, 99, 50, -1));
    assertOverlap(true, middle, vector(storage, 199, 100, -1));
    assertOverlap(true, middle, vector(storage, 0, 2, 120)); // passes by, but is not told apart
    assertOverlap(true, middle, vector(storage, 120, 1000, 0));
    assertOverlap(false, middle, vector(storage, 120, 0, 1));
    View doubles = new View(storage, DType.F64, 74, Shape.of(3), new long[] {1}); // bytes 592-615
    assertOverlap(true, middle, doubles); // bytes 400-599
    assertOverlap(false, vector(storage, 100, 48, 1), doubles);
    View rows = new View(storage, DType.F32, 90, Shape.of(3, 4), new long[] {-30, 1});
    assertOverlap(false, rows, vector(storage, 94, 5, 1));
    assertOverlap(true, rows, vector(storage, 33, 5, 1));
  }

  @Test
  void differentStoragesDoNot() {
    View one = vector(storage, 0, 1000, 1);
    assertOverlap(false, one, vector(memory.allocate(null, 4000, true), 0, 1000, 1));
    assertOverlap(
        false, one, vector(memory.wrap(MemorySegment.ofArray(new float[1000])), 0, 1000, 1));
    if (NativeAccess.ENABLED) {
      NativeMemory raw = Memories.raw(64 * MIB).memory();
      View a = vector(raw.allocate(null, 4000, true), 0, 1000, 1);
      View b = vector(raw.allocate(null, 4000, true), 0, 1000, 1);
      assertOverlap(false, a, b);
      assertOverlap(true, a, a);
    }
  }

  @Test
  void storagesOverTheSameArray() {
    float[] array = new float[100];
    MemorySegment whole = MemorySegment.ofArray(array);
    View front = vector(memory.wrap(whole.asSlice(0, 200)), 0, 50, 1);
    assertOverlap(false, front, vector(memory.wrap(whole.asSlice(200)), 0, 50, 1));
    assertOverlap(true, front, vector(memory.wrap(whole), 49, 50, 1));
    assertOverlap(true, front, vector(memory.wrap(whole.asReadOnly()), 0, 1, 1));
    assertOverlap(
        false, front, vector(memory.wrap(MemorySegment.ofArray(new float[100])), 0, 9, 1));
  }

  @Test
  void storagesOverTheSameNativeMemory() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(400);
      View front = vector(memory.wrap(segment.asSlice(0, 200)), 0, 50, 1);
      assertOverlap(false, front, vector(memory.wrap(segment.asSlice(200)), 0, 50, 1));
      assertOverlap(true, front, vector(memory.wrap(segment), 49, 50, 1));
      assertOverlap(true, front, vector(memory.wrap(segment.asReadOnly()), 0, 1, 1));
    }
  }

  @Test
  void sameElementsNeedTheSameMapping() {
    View rows = new View(storage, DType.F32, 10, Shape.of(2, 3), new long[] {3, 1});
    assertTrue(View.sameElements(rows, rows));
    assertTrue(
        View.sameElements(
            rows, new View(storage, DType.F32, 10, Shape.of(2, 3), new long[] {3, 1})));
    assertFalse(View.sameElements(rows, rows.swapAxes(0, 1)));
    assertFalse(
        View.sameElements(
            rows, new View(storage, DType.F32, 11, Shape.of(2, 3), new long[] {3, 1})));
    assertFalse(
        View.sameElements(
            rows, new View(storage, DType.F32, 10, Shape.of(2, 3), new long[] {4, 1})));
    assertFalse(
        View.sameElements(
            rows, new View(storage, DType.I32, 10, Shape.of(2, 3), new long[] {3, 1})));
    View row = new View(storage, DType.F32, 10, Shape.of(1, 3), new long[] {3, 1});
    assertTrue(
        View.sameElements(
            row, new View(storage, DType.F32, 10, Shape.of(1, 3), new long[] {99, 1})));
    assertTrue(View.sameElements(vector(storage, 0, 0, 1), vector(storage, 5, 0, 1)));
  }

  @Test
  void sameElementsThroughTwoStorages() {
    MemorySegment array = MemorySegment.ofArray(new float[100]);
    View whole = vector(memory.wrap(array), 10, 20, 1);
    assertTrue(View.sameElements(whole, vector(memory.wrap(array.asSlice(40)), 0, 20, 1)));
    assertFalse(View.sameElements(whole, vector(memory.wrap(array.asSlice(44)), 0, 20, 1)));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(400);
      View all = vector(memory.wrap(segment), 10, 20, 1);
      assertTrue(View.sameElements(all, vector(memory.wrap(segment.asSlice(40)), 0, 20, 1)));
      assertFalse(View.sameElements(all, vector(memory.wrap(segment.asSlice(44)), 0, 20, 1)));
    }
  }
}
