package io.lanewise.jmh.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What C2 made of a method. HotSpot prints the bytes of compiled methods ({@code
 * -XX:CompileCommand=print}); without its disassembler plug-in, which no JDK contains, they are
 * only numbers. Here they go through {@code objdump} of GNU binutils.
 */
final class MachineCode {
  private static final Pattern METHOD = Pattern.compile("^=+ (C[12])-compiled nmethod =+$");
  private static final Pattern BYTES = Pattern.compile("^\\s+0x([0-9a-f]+): ([0-9a-f |]+)$");
  private static final Pattern INSTRUCTION = Pattern.compile("^\\s+([0-9a-f]+):\\t(.*)$");

  /** A jump and its target, on x86-64 and on aarch64. */
  private static final Pattern JUMP =
      Pattern.compile("^(?:j|b|cb|tb)[a-z.]*\\s.*?(?:0x)?([0-9a-f]{6,})\\b");

  private static final Pattern MULTIPLY_ADD = Pattern.compile("^(?:vfn?m(?:add|sub)|fn?mla|fmadd)");

  /** On floating-point numbers, one or a vector, but for moves. */
  private static final Pattern ARITHMETIC =
      Pattern.compile(
          "^(?:v(?!u?mov)\\w*[ps][sd]\\b|f(?:add|sub|mul|div|sqrt|max|min|abs|neg)\\b)");

  private static final Pattern CALL = Pattern.compile("^(?:call|blr?)\\b");
  private static final Pattern SPILL =
      Pattern.compile("^(?:v?mov\\w*\\s+[XYZ]MMWORD PTR \\[[er]?sp|st[rp]\\s+q.*\\[sp)");

  private MachineCode() {}

  private record Compiled(String name, SortedMap<Long, Byte> bytes) {}

  private record Instruction(long at, String text) {}

  /**
   * Reads what a JVM prints and shows the method's last compilation by C2 with most multiply-adds.
   */
  static int print(Process jvm, String method, boolean all)
      throws IOException, InterruptedException {
    List<String> lines = jvm.inputReader(StandardCharsets.UTF_8).lines().toList();
    jvm.waitFor();
    List<Compiled> found = compiled(lines);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "C2 compiled no " + method + " (a wrong name, or inlined into its caller?)");
    }
    Compiled best = found.getLast();
    List<Instruction> code = List.of();
    for (Compiled compilation : found) {
      // One that was entered at a loop is for the first call only.
      if (!compilation.name.contains(" @ ") || found.size() == 1) {
        List<Instruction> other = disassembled(compilation);
        if (count(other, MULTIPLY_ADD) >= count(code, MULTIPLY_ADD)) {
          best = compilation;
          code = other;
        }
      }
    }
    List<Instruction> loop = innerLoop(code);
    System.out.println(best.name);
    System.out.println("all of it:  " + counts(code));
    System.out.println("inner loop: " + counts(loop));
    for (Instruction instruction : all ? code : loop) {
      String mark = jumpsBack(instruction, code.getFirst().at) ? "    <- loop" : "";
      System.out.printf("  %x  %s%s%n", instruction.at, instruction.text, mark);
    }
    return 0;
  }

  private static List<Compiled> compiled(List<String> lines) {
    List<Compiled> found = new ArrayList<>();
    boolean second = false;
    for (String line : lines) {
      Matcher method = METHOD.matcher(line.strip());
      Matcher bytes = BYTES.matcher(line);
      if (method.matches()) {
        second = method.group(1).equals("C2");
        if (second) {
          found.add(new Compiled("", new TreeMap<>()));
        }
      } else if (second && line.startsWith("Compiled method")) {
        found.set(found.size() - 1, new Compiled(line.strip(), found.getLast().bytes));
      } else if (second && bytes.matches()) {
        byte[] values = HexFormat.of().parseHex(bytes.group(2).replaceAll("[ |]", ""));
        for (int i = 0; i < values.length; i++) {
          found.getLast().bytes.put(Long.parseLong(bytes.group(1), 16) + i, values[i]);
        }
      }
    }
    found.removeIf(compilation -> compilation.bytes.isEmpty());
    return found;
  }

  private static List<Instruction> disassembled(Compiled method)
      throws IOException, InterruptedException {
    long start = method.bytes.firstKey();
    byte[] code = new byte[(int) (method.bytes.lastKey() - start + 1)];
    method.bytes.forEach((at, value) -> code[(int) (at - start)] = value);
    Path file = Files.createTempFile("lanewise", ".bin");
    try {
      Files.write(file, code);
      boolean arm = System.getProperty("os.arch").equals("aarch64");
      List<String> command = new ArrayList<>();
      command.addAll(List.of("objdump", "-D", "-b", "binary", "--no-show-raw-insn"));
      command.addAll(arm ? List.of("-m", "aarch64") : List.of("-m", "i386:x86-64", "-M", "intel"));
      command.add("--adjust-vma=0x" + Long.toHexString(start));
      command.add(file.toString());
      Process objdump = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<Instruction> instructions = new ArrayList<>();
      for (String line : objdump.inputReader(StandardCharsets.UTF_8).lines().toList()) {
        Matcher instruction = INSTRUCTION.matcher(line);
        if (instruction.matches()) {
          long at = Long.parseLong(instruction.group(1), 16);
          instructions.add(new Instruction(at, instruction.group(2).strip()));
        }
      }
      objdump.waitFor();
      return instructions;
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          "asm needs objdump, of GNU binutils, on the path: " + missing.getMessage(), missing);
    } finally {
      Files.delete(file);
    }
  }

  private static boolean jumpsBack(Instruction instruction, long start) {
    long target = target(instruction);
    return target >= start && target < instruction.at;
  }

  private static long target(Instruction instruction) {
    Matcher jump = JUMP.matcher(instruction.text);
    return jump.find() ? Long.parseLong(jump.group(1), 16) : -1;
  }

  /**
   * Of the loops without a loop inside, the one with most multiply-adds, of several the largest;
   * all code without any.
   */
  private static List<Instruction> innerLoop(List<Instruction> code) {
    long first = code.getFirst().at;
    List<List<Instruction>> loops = new ArrayList<>();
    for (Instruction end : code) {
      if (jumpsBack(end, first)) {
        long target = target(end);
        List<Instruction> body =
            code.stream().filter(one -> one.at >= target && one.at <= end.at).toList();
        if (body.stream().filter(one -> jumpsBack(one, first)).count() == 1) {
          loops.add(body);
        }
      }
    }
    return loops.stream()
        .max(
            Comparator.<List<Instruction>>comparingLong(body -> count(body, MULTIPLY_ADD))
                .thenComparingLong(body -> count(body, ARITHMETIC))
                .thenComparingInt(List::size))
        .orElse(code);
  }

  private static String counts(List<Instruction> code) {
    return String.format(
        Locale.ROOT,
        "%d instructions, %d multiply-adds, %d calls, %d vectors stored on the stack",
        code.size(),
        count(code, MULTIPLY_ADD),
        count(code, CALL),
        count(code, SPILL));
  }

  private static long count(List<Instruction> code, Pattern pattern) {
    return code.stream().filter(instruction -> pattern.matcher(instruction.text).find()).count();
  }
}
