package io.lanewise.jmh.measure;

import io.lanewise.jmh.library.Contender;
import java.util.function.LongSupplier;

/** A contender, how often it is repeated in one slice, and how long it has worked. */
final class Timed {
  private final Contender contender;
  private final double amount;
  private final LongSupplier clock;
  private int times = 1;
  private double spent;

  /**
   * Nothing has been measured yet.
   *
   * @param contender who works
   * @param amount how much one call does
   * @param clock nanoseconds
   */
  Timed(Contender contender, double amount, LongSupplier clock) {
    this.contender = contender;
    this.amount = amount;
    this.clock = clock;
  }

  String name() {
    return contender.name();
  }

  /** Seconds since {@link #forget()}. */
  double spent() {
    return spent;
  }

  void forget() {
    spent = 0;
  }

  /**
   * Works for about a given time, but at least once, and learns how many calls that takes.
   *
   * @param target seconds
   * @return the rate: amount in 1e-9 s
   */
  double slice(double target) {
    int calls = times;
    long start = clock.getAsLong();
    contender.work().repeat(calls);
    double nanos = Math.max(1, clock.getAsLong() - start);
    spent += nanos * 1e-9;
    double wanted = calls * target * 1e9 / nanos;
    // A single slow call, by the compiler or a neighbour, must not shorten what follows much.
    times = (int) Math.clamp(wanted, Math.max(1, calls / 2), 2.0 * calls);
    return calls * amount / nanos;
  }
}
