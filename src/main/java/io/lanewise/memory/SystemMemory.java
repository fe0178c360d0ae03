package io.lanewise.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine has and can still give. On Linux from {@code /proc/meminfo} and the memory
 * controllers of the process's control groups (version 1 and 2, each group up to the root), because
 * the kernel ends a process that touches more; elsewhere from the JVM.
 */
final class SystemMemory {
  private final Path root;

  /**
   * The memory of a system.
   *
   * @param root {@code /}, or a copy of its files in tests
   */
  SystemMemory(Path root) {
    this.root = root;
  }

  /**
   * What there is: the RAM, or the container's limit if that is less.
   *
   * @return the amount and which of them it is
   */
  Amount total() {
    long ram = meminfo("MemTotal:");
    if (ram < 0) {
      ram = bean().getTotalMemorySize();
    }
    Amount total = new Amount(ram, Amount.text(ram) + " of RAM");
    for (Group group : groups()) {
      long limit = group.limit();
      total = total.min(new Amount(limit, "the container's limit of " + Amount.text(limit)));
    }
    return total;
  }

  /**
   * What can be touched now without swapping out or being killed: free memory and what the kernel
   * can reclaim, in the machine and in each control group.
   *
   * @return the amount and what bounds it
   */
  Amount available() {
    long available = meminfo("MemAvailable:");
    long swap = meminfo("SwapFree:");
    Amount least =
        available < 0
            ? new Amount(Long.MAX_VALUE, "the system does not say")
            : new Amount(available + Math.max(0, swap), "MemAvailable of the machine");
    for (Group group : groups()) {
      least = least.min(new Amount(group.available(), "what the container's limit leaves"));
    }
    return least;
  }

  private long meminfo(String key) {
    return value(lines(root.resolve("proc/meminfo")), key) * 1024;
  }

  /** The groups of this process that have a memory controller, innermost first. */
  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      boolean v2 = parts[1].isEmpty();
      if (v2 || List.of(parts[1].split(",")).contains("memory")) {
        Path mount = root.resolve(v2 ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        addGroups(groups, mount, parts[2], v2);
      }
    }
    return groups;
  }

  private static void addGroups(List<Group> groups, Path mount, String path, boolean v2) {
    // Inside a container the path may be the host's, which is not visible: what is mounted is then
    // ours.
    Path group = mount.resolve(path.substring(Math.min(1, path.length()))).normalize();
    while (group != null && group.startsWith(mount)) {
      Path limit = group.resolve(v2 ? "memory.max" : "memory.limit_in_bytes");
      if (Files.isReadable(limit)) {
        groups.add(new Group(group, v2));
      }
      group = group.getParent();
    }
  }

  /** A control group's directory. */
  private record Group(Path path, boolean v2) {

    private static final long UNLIMITED = 1L << 60;

    long limit() {
      long limit = number(path.resolve(v2 ? "memory.max" : "memory.limit_in_bytes"));
      // Version 2 says "max", version 1 a number close to the largest.
      return limit < 0 || limit >= UNLIMITED ? Long.MAX_VALUE : limit;
    }

    long available() {
      long limit = limit();
      long used = number(path.resolve(v2 ? "memory.current" : "memory.usage_in_bytes"));
      if (limit == Long.MAX_VALUE || used < 0) {
        return Long.MAX_VALUE;
      }
      List<String> stat = lines(path.resolve("memory.stat"));
      String prefix = v2 ? "" : "total_";
      long cache =
          Math.max(0, value(stat, prefix + "inactive_file"))
              + Math.max(0, value(stat, prefix + "active_file"));
      return Math.max(0, limit - used + cache);
    }
  }

  private static long number(Path file) {
    List<String> lines = lines(file);
    try {
      return lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
    } catch (NumberFormatException notLimited) {
      return -1;
    }
  }

  /** The number after a key at the start of a line, or -1. */
  private static long value(List<String> lines, String key) {
    for (String line : lines) {
      String[] words = line.split("\\s+", -1);
      if (words.length > 1 && words[0].equals(key)) {
        return Long.parseLong(words[1]);
      }
    }
    return -1;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException absent) {
      return List.of();
    }
  }

  private static OperatingSystemMXBean bean() {
    return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }
}
