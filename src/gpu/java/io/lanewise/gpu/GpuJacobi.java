package io.lanewise.gpu;

import io.lanewise.backend.Backend;
import io.lanewise.memory.View;

/** The primitives of Jacobi methods on the device: each a launch for all pairs of a step. */
final class GpuJacobi {
  /** Order of the largest small matrix: what local memory holds. */
  private static final long ORDER = 64;

  /** Columns that a group of threads rotates. */
  private static final long TILE = 64;

  /** Numbers of blocks that F32 tells apart. */
  private static final long MOST_BLOCKS = 1 << 24;

  private GpuJacobi() {}

  /** Whether kernels take these operands. */
  static boolean can(View a, View small) {
    return canSmall(small)
        && a.elements() > 0
        && a.elements() <= Integer.MAX_VALUE
        && a.size(0) <= MOST_BLOCKS;
  }

  /** Whether kernels take small matrices. */
  static boolean canSmall(View small) {
    return small.dtype().computes()
        && small.elements() > 0
        && small.elements() <= Integer.MAX_VALUE
        && small.size(-1) <= ORDER;
  }

  static void gram(Device device, Backend host, View a, View pairs, View grams) {
    try (Session session = Session.begin(device, host, grams, a)) {
      Operand to = session.target(grams, false);
      Operand rows = session.source(a, null, true);
      step(session, rows, pairs, to);
      Kernel kernel = grams.size(-1) == 2 ? Kernel.GRAM_OF_TWO : Kernel.GRAM;
      session.heap().launch(kernel, pairs.size(0), 1, 1);
      session.wrote(to, grams);
    }
  }

  static void rotateRows(Device device, Backend host, View a, View pairs, View rotations) {
    try (Session session = Session.begin(device, host, a, rotations)) {
      Operand rows = session.target(a, true);
      Operand q = session.source(rotations, null, true);
      step(session, rows, pairs, q);
      if (rotations.size(-1) == 2) {
        session.heap().launchFor(Kernel.ROTATE_TWO, pairs.size(0) * a.size(-1));
      } else {
        long tiles = (a.size(-1) + TILE - 1) / TILE;
        session.heap().launch(Kernel.ROTATE, pairs.size(0) * tiles, 1, 1);
      }
      session.wrote(rows, a);
    }
  }

  static void selectBlocks(Device device, Backend host, View a, View pairs, View blocks) {
    try (Session session = Session.begin(device, host, blocks, a)) {
      Operand to = session.target(blocks, false);
      Operand from = session.source(a, null, true);
      step(session, from, pairs, to);
      session.heap().set(13, 0);
      session.heap().launchFor(Kernel.BLOCKS, blocks.elements());
      session.wrote(to, blocks);
    }
  }

  static void storeBlocks(Device device, Backend host, View a, View pairs, View blocks) {
    try (Session session = Session.begin(device, host, a, blocks)) {
      Operand to = session.target(a, true);
      Operand from = session.source(blocks, null, true);
      step(session, to, pairs, from);
      session.heap().set(13, 1);
      session.heap().launchFor(Kernel.BLOCKS, blocks.elements());
      session.wrote(to, a);
    }
  }

  static void smallJacobi(
      Device device,
      Backend host,
      View symmetric,
      double tolerance,
      double floor,
      View rotations,
      View measure) {
    try (Session session = Session.begin(device, host, symmetric, rotations, measure)) {
      Operand matrices = session.target(symmetric, true);
      Operand q = session.target(rotations, false);
      Operand measures = session.target(measure, true);
      Heap heap = session.heap();
      heap.set(0, symmetric.size(-1));
      heap.set(1, matrices.place());
      heap.set(2, matrices.view().strides());
      heap.set(5, q.place());
      heap.set(6, q.view().strides());
      heap.set(9, measures.place(), measures.view().stride(0));
      heap.scalar(0, tolerance);
      heap.scalar(1, floor);
      heap.launch(Kernel.SMALL_JACOBI, symmetric.size(0), 1, 1);
      session.wrote(matrices, symmetric);
      session.wrote(q, rotations);
      session.wrote(measures, measure);
    }
  }

  /** Writes the parameters that the kernels of {@link JacobiF32} share; uploads come before. */
  private static void step(Session session, Operand a, View pairs, Operand small) {
    int numbers = session.numbers(pairs);
    Heap heap = session.heap();
    heap.set(0, small.view().size(-1), a.view().size(-1));
    heap.set(2, a.place());
    heap.set(3, a.view().strides());
    heap.set(5, numbers);
    heap.set(6, pairs.strides());
    heap.set(8, small.place());
    heap.set(9, small.view().strides());
    heap.set(12, pairs.size(0));
  }
}
