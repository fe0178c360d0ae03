package io.lanewise.gpu;

import io.lanewise.backend.Backend;
import io.lanewise.backend.Comparison;
import io.lanewise.memory.View;

/**
 * The primitives for which there is no kernel: the processor's backend runs them over the same
 * storages, whose bytes come to the host when it asks for them.
 */
abstract class OnProcessor implements Backend {
  /** The processor's. */
  final Backend host;

  OnProcessor(Backend host) {
    this.host = host;
  }

  @Override
  public final void compare(Comparison comparison, View a, View b, View target) {
    host.compare(comparison, a, b, target);
  }

  @Override
  public final void compare(Comparison comparison, View a, double b, View target) {
    host.compare(comparison, a, b, target);
  }

  @Override
  public final void multiplyAdd(View a, View b, View c, View target) {
    host.multiplyAdd(a, b, c, target);
  }

  @Override
  public final void where(View condition, View a, View b, View target) {
    host.where(condition, a, b, target);
  }

  /** Panels are the host's, and so are the products between them. */
  @Override
  public final Backend panels() {
    return host;
  }

  @Override
  public final void qrPanel(View columns, View r, View t) {
    host.qrPanel(columns, r, t);
  }

  @Override
  public final int pivotedQrPanel(
      View columns, long done, View norms, View permutation, View r, View t, View f) {
    return host.pivotedQrPanel(columns, done, norms, permutation, r, t, f);
  }

  @Override
  public final void luPanel(View a, long first, View pivots) {
    host.luPanel(a, first, pivots);
  }

  @Override
  public final void swapRows(View a, long first, View pivots) {
    host.swapRows(a, first, pivots);
  }

  @Override
  public final void solveLower(View l, boolean unit, View b) {
    host.solveLower(l, unit, b);
  }

  @Override
  public final int choleskyBlock(View a) {
    return host.choleskyBlock(a);
  }

  @Override
  public final int pivotedCholeskyPanel(
      View a, long done, int most, double floor, View permutation) {
    return host.pivotedCholeskyPanel(a, done, most, floor, permutation);
  }

  @Override
  public final void tridiagonalPanel(View a, long done, View stack, View results) {
    host.tridiagonalPanel(a, done, stack, results);
  }
}
