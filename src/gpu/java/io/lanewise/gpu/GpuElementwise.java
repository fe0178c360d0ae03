package io.lanewise.gpu;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.memory.View;

/** Elementwise operations on the device. */
final class GpuElementwise {
  private GpuElementwise() {}

  static void map(Device device, Backend host, int op, View x, View target) {
    try (Session session = Session.begin(device, host, target, x)) {
      Operand to = session.target(target, false);
      Operand from = session.source(x, to, true);
      Heap heap = session.heap();
      Walk steps = again(to, from);
      steps.sizes(heap, 8);
      steps.strides(heap, 26, 0);
      steps.strides(heap, 14, 1);
      int count = (int) target.elements();
      Launches.map(heap, op, count, steps.rank(), from.place(), to.place());
      session.wrote(to, target);
    }
  }

  static void fill(Device device, Backend host, View target, double value) {
    try (Session session = Session.begin(device, host, target)) {
      Operand to = session.target(target, false);
      Heap heap = session.heap();
      Walk steps = again(to);
      steps.sizes(heap, 8);
      steps.strides(heap, 26, 0);
      steps.strides(heap, 14, 0);
      heap.scalar(0, value);
      int count = (int) target.elements();
      Launches.map(heap, Codes.FILL, count, steps.rank(), to.place(), to.place());
      session.wrote(to, target);
    }
  }

  static void zip(Device device, Backend host, BinaryOp op, View a, View b, View target) {
    try (Session session = Session.begin(device, host, target, a, b)) {
      Operand to = session.target(target, false);
      Operand left = session.source(a, to, true);
      Operand right = session.source(b, to, true);
      Heap heap = session.heap();
      Walk steps = again(to, left, right);
      steps.strides(heap, 14, 1);
      steps.strides(heap, 20, 2);
      heap.p.set(3, left.place());
      heap.p.set(4, right.place());
      heap.p.set(6, 0);
      run(heap, op, steps, to, (int) target.elements());
      session.wrote(to, target);
    }
  }

  static void zip(
      Device device, Backend host, BinaryOp op, View x, double scalar, boolean left, View target) {
    try (Session session = Session.begin(device, host, target, x)) {
      Operand to = session.target(target, false);
      Operand from = session.source(x, to, true);
      Heap heap = session.heap();
      Walk steps = again(to, from);
      steps.strides(heap, 14, 1);
      steps.strides(heap, 20, 1);
      heap.p.set(3, from.place());
      heap.p.set(4, from.place());
      heap.p.set(6, left ? 2 : 1);
      heap.scalar(0, scalar);
      run(heap, op, steps, to, (int) target.elements());
      session.wrote(to, target);
    }
  }

  private static void run(Heap heap, BinaryOp op, Walk steps, Operand to, int count) {
    steps.sizes(heap, 8);
    steps.strides(heap, 26, 0);
    heap.p.set(0, count);
    heap.p.set(1, steps.rank());
    heap.p.set(2, Codes.of(op));
    heap.p.set(5, to.place());
    heap.launchFor(Kernel.ZIP, count);
  }

  /** The walk over operands as they lie on the device: some may have been packed on the way. */
  private static Walk again(Operand target, Operand... sources) {
    View[] views = new View[sources.length + 1];
    views[0] = target.view();
    for (int i = 0; i < sources.length; i++) {
      views[i + 1] = sources[i].view();
    }
    Walk walk = Walk.of(target.view().shape(), views);
    if (walk == null) {
      throw new IllegalStateException("GPU engine: more than " + Places.AXES + " axes");
    }
    return walk;
  }
}
