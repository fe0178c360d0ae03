package io.lanewise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lanewise.memory.NativeMemory;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private final Threads threads =
      new Threads(1, null, NativeMemory.system(), KernelChoice.choose("SCALAR"));

  @Test
  void aCallerGetsItsWorkspaceAgain() {
    Workspace first = threads.lease();
    threads.giveBack(first);
    for (int i = 0; i < 3; i++) {
      Workspace again = threads.lease();
      assertSame(first, again);
      threads.giveBack(again);
    }
  }

  @Test
  void leasesWithinLeasesDiffer() {
    threads.giveBack(threads.lease());
    Workspace outer = threads.lease();
    Workspace inner = threads.lease();
    Workspace innermost = threads.lease();
    assertNotSame(outer, inner);
    assertNotSame(outer, innermost);
    assertNotSame(inner, innermost);
    threads.giveBack(innermost);
    threads.giveBack(inner);
    threads.giveBack(outer);
    Set<Workspace> idle = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(idle, threads.lease(), threads.lease(), threads.lease());
    assertEquals(3, idle.size());
  }

  @Test
  void anotherThreadNeverGetsTheWorkspaceOfALivingCaller() throws Exception {
    Workspace mine = threads.lease();
    threads.giveBack(mine);
    Workspace other = on(Thread.ofPlatform(), threads::lease);
    assertNotSame(mine, other);
    assertSame(mine, threads.lease());
  }

  @Test
  void anotherCallerFollowsOneThatHasEnded() throws Exception {
    Workspace first =
        on(
            Thread.ofPlatform(),
            () -> {
              Workspace workspace = threads.lease();
              threads.giveBack(workspace);
              return workspace;
            });
    threads.giveBack(threads.lease());
    assertSame(first, threads.lease());
  }

  @Test
  void aVirtualThreadKeepsNothing() throws Exception {
    Workspace left =
        on(
            Thread.ofVirtual(),
            () -> {
              Workspace workspace = threads.lease();
              threads.giveBack(workspace);
              return workspace;
            });
    assertSame(left, threads.lease());
  }

  @Test
  void noWorkspaceIsLeasedTwiceAtATime() throws Exception {
    int callers = 4;
    Set<Workspace> leased =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    CyclicBarrier together = new CyclicBarrier(callers);
    FutureTask<?>[] tasks = new FutureTask<?>[callers];
    for (int i = 0; i < callers; i++) {
      tasks[i] =
          new FutureTask<>(
              () -> {
                together.await();
                for (int turn = 0; turn < 20_000; turn++) {
                  Workspace workspace = threads.lease();
                  if (!leased.add(workspace)) {
                    throw new AssertionError("leased twice");
                  }
                  leased.remove(workspace);
                  threads.giveBack(workspace);
                }
                return null;
              });
      Thread.ofPlatform().start(tasks[i]);
    }
    for (FutureTask<?> task : tasks) {
      task.get();
    }
  }

  private static Workspace on(Thread.Builder builder, Callable<Workspace> work) throws Exception {
    FutureTask<Workspace> task = new FutureTask<>(work);
    Thread thread = builder.start(task);
    thread.join();
    return task.get();
  }
}
