package io.lanewise.gpu;

/** The kernels, and the groups of threads that they run in. */
enum Kernel {
  /** Makes the heap on the device; the first one to run. */
  INIT(1),
  /** Copies what the host sent into the heap: a little. */
  UP_SMALL(64),
  /** The same, more. */
  UP_MEDIUM(128),
  /** The same, much. */
  UP_LARGE(128),
  /** Copies from the heap what the host will get: a little. */
  DOWN_SMALL(64),
  /** The same, more. */
  DOWN_MEDIUM(128),
  /** The same, much. */
  DOWN_LARGE(128),
  /** Functions of one operand, copies, fills. */
  MAP(128),
  /** Functions of two operands, of which one may be a scalar. */
  ZIP(128),
  /** Reductions along an axis. */
  REDUCE(64),
  /** The same along an axis that is short: a thread for each result. */
  REDUCE_SHORT(128),
  /** Inner products of pieces. */
  DOT(64),
  /** Softmax along an axis. */
  SOFTMAX(64),
  /** Matrix products. */
  GEMM(16, 16),
  /** Attention in one pass. */
  ATTENTION(16, 16),
  /** Layer norm and RMS norm. */
  NORMALIZE(64),
  /** Gram matrices of pairs of blocks of rows. */
  GRAM(16, 16),
  /** The same of pairs of rows. */
  GRAM_OF_TWO(64),
  /** Jacobi's method on small matrices. */
  SMALL_JACOBI(256),
  /** Rotations of blocks of rows. */
  ROTATE(16, 16),
  /** The same of rows. */
  ROTATE_TWO(128),
  /** Blocks out of a matrix, or back into it. */
  BLOCKS(128),
  /** Pivoted QR of many small matrices. */
  MANY_QR(64),
  /** Singular value decompositions of many small matrices after it. */
  MANY_SVDS(64),
  /** Eigendecompositions of many small symmetric matrices. */
  MANY_EIGEN(64);

  private final int width;
  private final int height;

  Kernel(int width) {
    this(width, 1);
  }

  Kernel(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Threads of a group along the first axis of the grid. */
  int width() {
    return width;
  }

  /** Threads of a group along the second axis of the grid. */
  int height() {
    return height;
  }

  /** Its place among the graphs of a plan. */
  @SuppressWarnings("EnumOrdinal") // the graphs are made in this order
  int index() {
    return ordinal();
  }

  /** The kernel that copies what the host sent: little, more, much. */
  static Kernel up(int size) {
    return size == 0 ? UP_SMALL : size == 1 ? UP_MEDIUM : UP_LARGE;
  }

  /** The kernel that copies what the host gets: little, more, much. */
  static Kernel down(int size) {
    return size == 0 ? DOWN_SMALL : size == 1 ? DOWN_MEDIUM : DOWN_LARGE;
  }

  /** The name of its graph. */
  String graph() {
    return "lanewise" + index();
  }
}
