package io.lanewise.cli.pictures;

import java.util.List;

/** The pictures in the order of the course. */
public final class Drawings {
  private Drawings() {}

  /**
   * All of them.
   *
   * @return the pictures, with different names
   */
  public static List<Drawing> all() {
    return List.of(
        new VectorSum(),
        new CircleToEllipse(),
        new BroadcastShapes(),
        new LoopOrders(),
        new Eigenvectors(),
        new Descent(),
        new SvdRanks(),
        new CausalAttention(),
        new Roofline(),
        new Differences(),
        new TransformerBlock());
  }
}
