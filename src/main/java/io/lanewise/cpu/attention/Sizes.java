package io.lanewise.cpu.attention;

/**
 * Sizes of the operands.
 *
 * @param queries rows of q
 * @param keys rows of k and v
 * @param d columns of q and k
 * @param dv columns of v
 * @param causal whether a query does not see the keys behind its own, the last of which belongs to
 *     the last query
 */
record Sizes(long queries, long keys, long d, long dv, boolean causal) {

  /**
   * How many keys a query sees, if no mask hides some of them.
   *
   * @param query its number
   * @return the first so many
   */
  long seen(long query) {
    return causal ? Math.clamp(query + 1 + keys - queries, 0, keys) : keys;
  }
}
