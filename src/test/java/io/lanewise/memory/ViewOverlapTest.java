package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
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

  @Test
  void rectanglesOfOneMatrixAreToldApart() {
    View matrix = new View(storage, DType.F32, 7, Shape.of(12, 10), new long[] {11, 1});
    Random random = new Random(1);
    int apart = 0;
    for (int trial = 0; trial < 4000; trial++) {
      View whole = trial % 2 == 0 ? matrix : matrix.swapAxes(0, 1);
      View a = rectangle(whole, random);
      View b = rectangle(whole, random);
      boolean common = false;
      for (long i = 0; i < a.elements(); i++) {
        for (long j = 0; j < b.elements(); j++) {
          common |= place(a, i) == place(b, j);
        }
      }
      assertOverlap(common, a, b);
      apart += common ? 0 : 1;
    }
    assertTrue(apart > 1000);
    View turned =
        new View(storage, DType.F32, 7 + 11 * 11 + 9, Shape.of(12, 10), new long[] {-11, -1});
    assertOverlap(false, turned.block(0, 12, 0, 4), turned.block(3, 5, 4, 6));
    assertOverlap(true, turned.block(0, 12, 0, 4), turned.block(3, 5, 3, 6));
    View wide =
        new View(storage, DType.F32, 0, Shape.of(3, 20), new long[] {11, 1}); // rows overlap
    assertOverlap(true, wide, wide.block(1, 1, 15, 2));
    View everyOther = new View(storage, DType.F32, 0, Shape.of(4, 5), new long[] {12, 2});
    View between = new View(storage, DType.F32, 1, Shape.of(4, 5), new long[] {12, 2});
    assertOverlap(false, everyOther, between);
  }

  private static View rectangle(View matrix, Random random) {
    long row = random.nextLong(matrix.size(0));
    long column = random.nextLong(matrix.size(1));
    return matrix.block(
        row,
        1 + random.nextLong(matrix.size(0) - row),
        column,
        1 + random.nextLong(matrix.size(1) - column));
  }

  private static long place(View view, long index) {
    long columns = view.size(1);
    return view.offset()
        + index / columns * view.strides()[0]
        + index % columns * view.strides()[1];
  }
}
