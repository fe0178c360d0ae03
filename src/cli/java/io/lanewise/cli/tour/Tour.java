package io.lanewise.cli.tour;

import java.util.List;

/** The topics in their order. */
public final class Tour {
  private static final int PRODUCT = 1024;
  private static final int COMPRESSION = 512;
  private static final int FULL = 4096;

  private Tour() {}

  /**
   * Shows all of them. A topic that throws counts as a failed check, and the next one follows.
   *
   * @param page where to
   * @param full whether products and compression are shown at n = 4096, which takes minutes
   */
  public static void show(Page page, boolean full) {
    page.introduction();
    for (Topic topic : topics(full)) {
      page.title(topic.number(), topic.title());
      try {
        topic.show(page);
      } catch (RuntimeException | Error failure) {
        page.check(false, String.valueOf(failure));
      }
    }
  }

  private static List<Topic> topics(boolean full) {
    return List.of(
        new Vectors(),
        new Eigenvalues(),
        new Tensors(),
        new Matmul(full ? FULL : PRODUCT),
        new Uses(),
        new Compression(full ? FULL : COMPRESSION),
        new SelfAttention(),
        new Broadcasting(),
        new Learning());
  }
}
