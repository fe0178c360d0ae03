package io.lanewise.nn;

import static io.lanewise.Slice.range;
import static io.lanewise.nn.RowBlocks.part;

import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import java.util.Arrays;
import java.util.List;

/** What training makes small. */
public final class Losses {
  private Losses() {}

  /**
   * The mean cross entropy, in nats: minus the logarithm of the probability that the softmax of
   * each row gives to its target. Divided by {@code log 2} it is bits.
   *
   * @param logits shape (..., classes)
   * @param targets I64, I32 or U8, shape (...): the right class of each row
   * @return rank 0
   * @throws ShapeException if the shapes do not fit, or there are no rows
   * @throws IndexOutOfBoundsException if a target is no class
   */
  public static Variable crossEntropy(Variable logits, Tensor targets) {
    long[] shape = logits.shape().toArray();
    if (shape.length == 0
        || !targets.shape().equals(Shape.of(Arrays.copyOf(shape, shape.length - 1)))
        || targets.elements() == 0) {
      throw new ShapeException(
          "crossEntropy: logits "
              + logits.shape()
              + " need one target for each of their rows, at least one, but the targets are "
              + targets.shape());
    }
    Tensor rows = RowBlocks.rows(logits.value());
    Tensor ids = targets.contiguous().flatten();
    Tensor chosen = Variable.constant(rows).pick(ids).value(); // checks the targets, too
    Tensor logs = Tensor.empty(rows.dtype(), rows.size(0));
    Tensor softmax = Tensor.empty(rows.dtype(), rows.shape().toArray());
    RowBlocks.run(
        rows.size(0),
        rows.size(1),
        (from, to) -> {
          Tensor largest = part(rows, from, to).max(1);
          Tensor p = part(softmax, from, to);
          part(rows, from, to).subInto(largest.unsqueeze(1), p).expInPlace();
          Tensor sum = p.sum(1);
          p.divInPlace(sum.unsqueeze(1));
          largest.subInPlace(chosen.slice(range(from, to)));
          sum.logInto(part(logs, from, to)).addInPlace(largest);
        });
    double count = (double) rows.size(0);
    Tensor loss = Tensor.scalar(rows.dtype(), logs.sum() / count);
    return Custom.fused(
        "crossEntropy",
        loss,
        g -> {
          double each = g.item() / count;
          Tensor gradient = softmax.mul(each);
          long[] which = ids.toLongArray();
          for (int i = 0; i < which.length; i++) {
            gradient.set(gradient.get(i, which[i]) - each, i, which[i]);
          }
          return List.of(gradient.reshape(shape));
        },
        () -> logits.logSoftmax(-1).pick(targets).mean().neg(),
        logits);
  }
}
