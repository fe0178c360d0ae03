package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a system says of its memory, read from copies of its files. */
class SystemMemoryTest {
  @TempDir private Path root;

  @BeforeEach
  void machine() throws IOException {
    write(
        "proc/meminfo",
        "MemTotal:       16384000 kB\n"
            + "MemFree:  1000 kB\n"
            + "MemAvailable:    8192000 kB\n"
            + "SwapFree: 0 kB\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void assertMemory(long total, String totalSource, long available, String source) {
    SystemMemory memory = new SystemMemory(root);
    assertEquals(total, memory.total().bytes());
    assertTrue(memory.total().source().contains(totalSource), memory.total().source());
    assertEquals(available, memory.available().bytes());
    assertTrue(memory.available().source().contains(source), memory.available().source());
  }

  @Test
  void aMachineWithoutGroups() {
    assertMemory(16000 * MIB, "RAM", 8000 * MIB, "MemAvailable");
  }

  @Test
  void swapCounts() throws IOException {
    write("proc/meminfo", "MemTotal: 1024 kB\nMemAvailable: 512 kB\nSwapFree: 256 kB\n");
    assertMemory(MIB, "RAM", 768 * 1024, "MemAvailable");
  }

  @Test
  void version2WithItsParents() throws IOException {
    write("proc/self/cgroup", "0::/outer/inner\n");
    write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    write("sys/fs/cgroup/outer/memory.max", 1000 * MIB + "\n");
    write("sys/fs/cgroup/outer/memory.current", 700 * MIB + "\n");
    write(
        "sys/fs/cgroup/outer/memory.stat",
        "anon 5\ninactive_file " + 100 * MIB + "\nactive_file " + 50 * MIB + "\n");
    assertMemory(1000 * MIB, "container", 450 * MIB, "container");
  }

  @Test
  void version2InsideAContainerThatSeesOnlyItsRoot() throws IOException {
    write("proc/self/cgroup", "0::/docker/not-visible-here\n");
    write("sys/fs/cgroup/memory.max", 500 * MIB + "\n");
    write("sys/fs/cgroup/memory.current", 600 * MIB + "\n");
    assertMemory(500 * MIB, "container", 0, "container");
  }

  @Test
  void version1() throws IOException {
    write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/job\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");
    write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", 2000 * MIB + "\n");
    write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", 1500 * MIB + "\n");
    write(
        "sys/fs/cgroup/memory/job/memory.stat",
        "inactive_file 7\ntotal_inactive_file " + 100 * MIB + "\ntotal_active_file 0\n");
    assertMemory(2000 * MIB, "container", 600 * MIB, "container");
  }

  @Test
  void anUnlimitedGroupIsNoLimit() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "max\n");
    assertMemory(16000 * MIB, "RAM", 8000 * MIB, "MemAvailable");
  }

  @Test
  void withoutFilesTheJvmIsAsked(@TempDir Path empty) {
    SystemMemory memory = new SystemMemory(empty);
    assertTrue(memory.total().bytes() > 64 * MIB);
    assertEquals(Long.MAX_VALUE, memory.available().bytes());
  }

  @Test
  void hugePagesAreTheWordInBrackets() {
    assertEquals("madvise", HugePages.chosen("always [madvise] never\n"));
    assertEquals("never", HugePages.chosen("always madvise [never]"));
    assertEquals("absent", HugePages.chosen(""));
  }
}
