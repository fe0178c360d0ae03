package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static View view(long... sizes) {
    Shape shape = Shape.of(sizes);
    return View.contiguous(
        NativeMemory.system().allocate(null, shape.elements() * 4, false), DType.F32, shape);
  }

  @Test
  void axesThatAreOneInAllOperandsAreJoined() {
    View a = view(2, 3, 1, 5);
    Walk walk = Walk.of(a.shape(), a, view(2, 3, 1, 5));
    assertNotNull(walk);
    assertArrayEquals(new int[] {30}, walk.sizes());
  }

  @Test
  void aTransposedOperandKeepsThemApart() {
    View a = view(4, 3, 5);
    View b = view(4, 5, 3).swapAxes(1, 2);
    Walk walk = Walk.of(a.shape(), a, b);
    assertNotNull(walk);
    assertArrayEquals(new int[] {4, 3, 5}, walk.sizes());
    assertEquals(1, walk.strides()[1][1]);
  }

  @Test
  void smallerOperandsBroadcast() {
    View a = view(2, 3, 4);
    Walk walk = Walk.of(a.shape(), a, view(4), view(2, 1, 1));
    assertNotNull(walk);
    assertArrayEquals(new int[] {2, 3, 4}, walk.sizes());
    assertArrayEquals(new int[] {0, 0, 1}, java.util.Arrays.copyOf(walk.strides()[1], 3));
    assertArrayEquals(new int[] {1, 0, 0}, java.util.Arrays.copyOf(walk.strides()[2], 3));
  }

  @Test
  void nothingAndOneElementAreOneAxis() {
    assertArrayEquals(new int[] {1}, Walk.of(Shape.of(), view()).sizes());
    assertArrayEquals(new int[] {1}, Walk.of(Shape.of(1, 1), view(1, 1)).sizes());
  }

  @Test
  void tooManyAxesAreRefused() {
    View a = view(2, 2, 2, 2, 2, 2, 2);
    View reversed = a;
    for (int i = 0; i < 3; i++) {
      reversed = reversed.swapAxes(i, 6 - i);
    }
    assertNull(Walk.of(a.shape(), a, reversed));
  }
}
