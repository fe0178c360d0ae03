package io.lanewise.cli.tour;

import java.util.List;

/** The topics in their order. */
public final class Tour {
  private static final List<Topic> TOPICS =
      List.of(new Vectors(), new Eigen(), new Tensors(), new Matmul(), new Broadcasting());

  private Tour() {}

  /**
   * Shows all of them. A topic that throws counts as a failed check, and the next one follows.
   *
   * @param page where to
   */
  public static void show(Page page) {
    page.introduction();
    for (Topic topic : TOPICS) {
      page.title(topic.number(), topic.title());
      try {
        topic.show(page);
      } catch (RuntimeException | Error failure) {
        page.check(false, String.valueOf(failure));
      }
    }
  }
}
