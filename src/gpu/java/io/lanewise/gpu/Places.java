package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** How kernels find elements: a list of sizes, and lists of strides beside it. */
final class Places {
  /** Most axes that a kernel walks. */
  static final int AXES = 6;

  private Places() {}

  /**
   * Where element {@code index} in row-major order of a shape lies.
   *
   * @param p parameters
   * @param sizes where the sizes stand in them
   * @param strides where the strides do
   * @param rank how many
   * @param index which element
   * @return its distance from the first one
   */
  static int of(IntArray p, int sizes, int strides, int rank, int index) {
    int rest = index;
    int place = 0;
    for (int axis = rank - 1; axis > 0; axis--) {
      int size = p.get(sizes + axis);
      int next = rest / size;
      place += (rest - next * size) * p.get(strides + axis);
      rest = next;
    }
    return place + rest * p.get(strides);
  }
}
