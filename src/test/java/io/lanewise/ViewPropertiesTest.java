package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Chains of views against a model that copies everything and knows no strides. */
class ViewPropertiesTest {

  /** Elements in row-major order and a shape. */
  private record Model(double[] values, long[] shape) {
    static Model random(Random random, int maxRank, int maxSize) {
      long[] shape = new long[random.nextInt(maxRank + 1)];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(maxSize);
      }
      double[] values = new double[(int) Shape.of(shape).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i + 1;
      }
      return new Model(values, shape);
    }

    Tensor tensor() {
      return Tensor.wrap(values.clone(), shape);
    }

    double at(long[] index) {
      int flat = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        flat = (int) (flat * shape[axis] + index[axis]);
      }
      return values[flat];
    }

    /** The element of this model for each index of a new shape. */
    Model map(long[] to, java.util.function.UnaryOperator<long[]> source) {
      double[] mapped = new double[(int) Shape.of(to).elements()];
      int[] at = {0};
      Naive.forEach(Shape.of(to), index -> mapped[at[0]++] = at(source.apply(index)));
      return new Model(mapped, to);
    }

    void check(Tensor tensor, List<String> history) {
      assertEquals(Shape.of(shape), tensor.shape(), history::toString);
      Naive.assertSame(values, tensor, history.toString());
    }
  }

  private record Pair(Model model, Tensor tensor) {}

  /** The positions that a Python slice start:end:step takes, with everything inside the axis. */
  private static long[] positions(long start, long end, long step) {
    List<Long> positions = new ArrayList<>();
    for (long i = start; step > 0 ? i < end : i > end; i += step) {
      positions.add(i);
    }
    return positions.stream().mapToLong(Long::longValue).toArray();
  }

  private static Pair slice(Random random, Pair pair, List<String> history) {
    long[] shape = pair.model.shape();
    List<Slice> slices = new ArrayList<>();
    List<long[]> taken = new ArrayList<>(); // positions along each axis; null: a new axis
    List<Boolean> dropped = new ArrayList<>();
    int axes = random.nextInt(shape.length + 1);
    for (int axis = 0; axis < axes; ) {
      long n = shape[axis];
      long low = random.nextInt((int) n + 1);
      long high = low + random.nextInt((int) (n - low) + 1);
      long step = 1 + random.nextInt(3);
      boolean drop = false;
      long[] positions;
      switch (random.nextInt(8)) {
        case 0 -> {
          slices.add(Slice.all());
          positions = positions(0, n, 1);
        }
        case 1 -> {
          slices.add(Slice.from(negative(random, low, n)));
          positions = positions(low, n, 1);
        }
        case 2 -> {
          slices.add(Slice.to(negative(random, low, n)));
          positions = positions(0, low, 1);
        }
        case 3 -> {
          slices.add(Slice.range(negative(random, low, n), negative(random, high, n)));
          positions = positions(low, high, 1);
        }
        case 4 -> {
          slices.add(Slice.range(negative(random, low, n), negative(random, high, n), step));
          positions = positions(low, high, step);
        }
        case 5 -> { // downwards: positions high - 1 to low, written with an end of low - 1
          long end = low == 0 ? -n - 1 : negative(random, low - 1, n);
          long start = high == 0 ? -n - 1 : negative(random, high - 1, n);
          slices.add(Slice.range(start, end, -step));
          positions = positions(high - 1, low - 1, -step);
        }
        case 6 -> {
          slices.add(Slice.range(low, high).step(-step));
          positions = positions(high - 1, low - 1, -step);
        }
        default -> {
          if (random.nextBoolean() || n == 0) {
            slices.add(Slice.newAxis());
            taken.add(new long[] {-1});
            dropped.add(false);
            continue;
          }
          long index = random.nextInt((int) n);
          slices.add(Slice.at(negative(random, index, n)));
          positions = new long[] {index};
          drop = true;
        }
      }
      taken.add(positions);
      dropped.add(drop);
      axis++;
    }
    for (int axis = axes; axis < shape.length; axis++) {
      taken.add(positions(0, shape[axis], 1));
      dropped.add(false);
    }
    history.add("slice" + slices);
    List<Long> to = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      if (!dropped.get(i)) {
        to.add((long) taken.get(i).length);
      }
    }
    Model model =
        pair.model.map(
            to.stream().mapToLong(Long::longValue).toArray(),
            index -> {
              long[] source = new long[shape.length];
              int axis = 0;
              int at = 0;
              for (int i = 0; i < taken.size(); i++) {
                long[] positions = taken.get(i);
                if (positions.length == 1 && positions[0] == -1) {
                  at++;
                } else {
                  source[axis++] = positions[dropped.get(i) ? 0 : (int) index[at++]];
                }
              }
              return source;
            });
    return new Pair(model, pair.tensor.slice(slices.toArray(Slice[]::new)));
  }

  /** The same position, sometimes counted from the end. */
  private static long negative(Random random, long position, long size) {
    return random.nextBoolean() && position < size ? position - size : position;
  }

  private static Pair permute(Random random, Pair pair, List<String> history) {
    long[] shape = pair.model.shape();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < shape.length; axis++) {
      order.add(axis);
    }
    java.util.Collections.shuffle(order, random);
    int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
    long[] to = Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray();
    history.add("permute" + order);
    Model model =
        pair.model.map(
            to,
            index -> {
              long[] source = new long[shape.length];
              for (int i = 0; i < axes.length; i++) {
                source[axes[i]] = index[i];
              }
              return source;
            });
    return new Pair(model, pair.tensor.permute(axes));
  }

  private static Pair transpose(Pair pair, List<String> history) {
    long[] to = pair.model.shape().clone();
    int rank = to.length;
    history.add("transpose");
    if (rank < 2) {
      return new Pair(pair.model, pair.tensor.transpose());
    }
    to[rank - 1] = pair.model.shape()[rank - 2];
    to[rank - 2] = pair.model.shape()[rank - 1];
    Model model =
        pair.model.map(
            to,
            index -> {
              long[] source = index.clone();
              source[rank - 1] = index[rank - 2];
              source[rank - 2] = index[rank - 1];
              return source;
            });
    return new Pair(model, pair.tensor.transpose());
  }

  private static Pair reshape(Random random, Pair pair, List<String> history) {
    List<Long> sizes = new ArrayList<>();
    long rest = pair.model.values().length;
    while (rest > 1 && sizes.size() < 4) {
      long size = 1 + random.nextInt((int) Math.min(rest, 12));
      if (rest % size == 0) {
        sizes.add(size);
        rest /= size;
      }
    }
    if (rest != 1 || random.nextInt(4) == 0) {
      sizes.add(rest);
    }
    long[] to = sizes.stream().mapToLong(Long::longValue).toArray();
    if (Shape.of(to).elements() != pair.model.values().length) {
      return pair;
    }
    Model model = new Model(pair.model.values(), to);
    long[] asked = to.clone();
    if (to.length > 0 && pair.model.values().length > 0 && random.nextBoolean()) {
      asked[random.nextInt(to.length)] = -1;
    }
    history.add("reshape" + Arrays.toString(asked));
    try {
      Tensor reshaped = pair.tensor.reshape(asked);
      assertTrue(reshaped.elements() == 0 || reshaped.sharesMemoryWith(pair.tensor), "a view");
      return new Pair(model, reshaped);
    } catch (ShapeException needsCopy) {
      assertTrue(needsCopy.getMessage().contains("contiguous()"), needsCopy.getMessage());
      assertFalse(pair.tensor.isContiguous(), history::toString);
      assertFalse(chains(pair.tensor.shape(), pair.tensor, to), history::toString);
      return new Pair(model, Tensor.wrap(model.values().clone(), to));
    }
  }

  /**
   * Whether strides exist for a shape, decided without strides: by the places of the elements,
   * which must be an affine function of the new index.
   */
  private static boolean chains(Shape from, Tensor tensor, long[] to) {
    long[] places = new long[(int) from.elements()];
    int[] at = {0};
    Naive.forEach(from, index -> places[at[0]++] = place(tensor, index));
    Model model = new Model(Arrays.stream(places).asDoubleStream().toArray(), to);
    long[] zero = new long[to.length];
    double[] steps = new double[to.length];
    for (int axis = 0; axis < to.length; axis++) {
      long[] one = zero.clone();
      one[axis] = to[axis] > 1 ? 1 : 0;
      steps[axis] = model.at(one) - model.at(zero);
    }
    boolean[] affine = {true};
    Naive.forEach(
        Shape.of(to),
        index -> {
          double place = model.at(zero);
          for (int axis = 0; axis < to.length; axis++) {
            place += index[axis] * steps[axis];
          }
          affine[0] &= place == model.at(index);
        });
    return affine[0];
  }

  private static long place(Tensor tensor, long[] index) {
    io.lanewise.memory.View view = io.lanewise.internal.Internal.view(tensor);
    long place = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      place += index[axis] * view.strides()[axis];
    }
    return place;
  }

  private static Pair broadcast(Random random, Pair pair, List<String> history) {
    long[] shape = pair.model.shape();
    int more = random.nextInt(2);
    long[] to = new long[shape.length + more];
    for (int axis = 0; axis < to.length; axis++) {
      long size = axis < more ? 1 : shape[axis - more];
      to[axis] = size == 1 ? 1 + random.nextInt(3) : size;
    }
    history.add("broadcastTo" + Arrays.toString(to));
    Model model =
        pair.model.map(
            to,
            index -> {
              long[] source = new long[shape.length];
              for (int axis = 0; axis < shape.length; axis++) {
                source[axis] = shape[axis] == 1 ? 0 : index[axis + more];
              }
              return source;
            });
    return new Pair(model, pair.tensor.broadcastTo(to));
  }

  private static Pair oneAxis(Random random, Pair pair, List<String> history) {
    long[] shape = pair.model.shape();
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 1 && random.nextBoolean()) {
        long[] to = new long[shape.length - 1];
        System.arraycopy(shape, 0, to, 0, axis);
        System.arraycopy(shape, axis + 1, to, axis, to.length - axis);
        history.add("squeeze " + axis);
        return new Pair(new Model(pair.model.values(), to), pair.tensor.squeeze(axis));
      }
    }
    int axis = random.nextInt(shape.length + 1);
    long[] to = new long[shape.length + 1];
    System.arraycopy(shape, 0, to, 0, axis);
    to[axis] = 1;
    System.arraycopy(shape, axis, to, axis + 1, shape.length - axis);
    history.add("unsqueeze " + axis);
    return new Pair(
        new Model(pair.model.values(), to),
        pair.tensor.unsqueeze(random.nextBoolean() ? axis : axis - to.length));
  }

  private static Pair diagonal(Pair pair, List<String> history) {
    long[] shape = pair.model.shape();
    int rank = shape.length;
    if (rank < 2) {
      return pair;
    }
    history.add("diagonal");
    long[] to = Arrays.copyOf(shape, rank - 1);
    to[rank - 2] = Math.min(shape[rank - 2], shape[rank - 1]);
    Model model =
        pair.model.map(
            to,
            index -> {
              long[] source = Arrays.copyOf(index, rank);
              source[rank - 1] = index[rank - 2];
              return source;
            });
    return new Pair(model, pair.tensor.diagonal());
  }

  @Property(tries = 3000)
  void chainsOfViews(@ForAll long seed) {
    Random random = new Random(seed);
    Model model = Model.random(random, 4, 6);
    Pair pair = new Pair(model, model.tensor());
    List<String> history = new ArrayList<>(List.of(Arrays.toString(model.shape())));
    for (int step = 0; step < 1 + random.nextInt(6); step++) {
      pair =
          switch (random.nextInt(9)) {
            case 0, 1, 2 -> slice(random, pair, history);
            case 3 -> permute(random, pair, history);
            case 4 -> transpose(pair, history);
            case 5 -> reshape(random, pair, history);
            case 6 -> oneAxis(random, pair, history);
            case 7 -> diagonal(pair, history);
            default ->
                pair.model.values().length < 400 && pair.model.shape().length < 5
                    ? broadcast(random, pair, history)
                    : pair;
          };
      pair.model.check(pair.tensor, history);
      if (pair.model.shape().length > 7 || pair.model.values().length > 3000) {
        break;
      }
    }
    assertTrue(pair.tensor.copy().isContiguous());
    pair.model.check(pair.tensor.copy(), history);
    pair.model.check(pair.tensor.contiguous(), history);
  }

  @Property(tries = 500)
  void writesThroughViewsReachTheBase(@ForAll long seed) {
    Random random = new Random(seed);
    Model model = Model.random(random, 3, 5);
    Tensor base = model.tensor();
    List<String> history = new ArrayList<>();
    Pair pair = slice(random, new Pair(model, base), history);
    pair = permute(random, pair, history);
    if (!pair.tensor.isWritable()) {
      return;
    }
    pair.tensor.fill(-1);
    double[] taken = pair.model.values();
    double[] expected = model.values().clone();
    for (double value : taken) {
      expected[(int) value - 1] = -1; // element i holds i + 1
    }
    Naive.assertSame(expected, base, history.toString());
  }

  @Property(tries = 500)
  void concatAndStack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int count) {
    Random random = new Random(seed);
    Model first = Model.random(random, 3, 4);
    int rank = first.shape().length;
    if (rank > 0) {
      int axis = random.nextInt(rank);
      List<Model> parts = new ArrayList<>();
      List<Tensor> tensors = new ArrayList<>();
      List<long[]> places = new ArrayList<>(); // part and position for each position of the result
      for (int i = 0; i < count; i++) {
        long[] shape = first.shape().clone();
        shape[axis] = random.nextInt(4);
        double[] values = random.doubles(Shape.of(shape).elements()).toArray();
        Model part = new Model(values, shape);
        parts.add(part);
        tensors.add(part.tensor());
        for (int position = 0; position < shape[axis]; position++) {
          places.add(new long[] {i, position});
        }
      }
      long[] to = first.shape().clone();
      to[axis] = places.size();
      double[] expected = new double[(int) Shape.of(to).elements()];
      int[] at = {0};
      Naive.forEach(
          Shape.of(to),
          index -> {
            long[] place = places.get((int) index[axis]);
            long[] source = index.clone();
            source[axis] = place[1];
            expected[at[0]++] = parts.get((int) place[0]).at(source);
          });
      Tensor joined =
          Tensor.concat(random.nextBoolean() ? axis : axis - rank, tensors.toArray(Tensor[]::new));
      new Model(expected, to).check(joined, List.of("concat " + axis));
    }
    int axis = random.nextInt(rank + 1);
    Tensor[] same = new Tensor[count];
    for (int i = 0; i < count; i++) {
      same[i] = new Model(random.doubles(first.values().length).toArray(), first.shape()).tensor();
    }
    Tensor stacked = Tensor.stack(random.nextBoolean() ? axis : axis - rank - 1, same);
    assertEquals(rank + 1, stacked.rank());
    for (int i = 0; i < count; i++) {
      Slice[] slices = new Slice[axis + 1];
      Arrays.fill(slices, Slice.all());
      slices[axis] = Slice.at(i);
      assertTrue(stacked.slice(slices).contentEquals(same[i]));
    }
  }
}
