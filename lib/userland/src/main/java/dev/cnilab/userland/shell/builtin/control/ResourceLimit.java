package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.util.List;
import java.util.function.Function;

/**
 * A limit of getrlimit(2) in the words of the shells.
 *
 * @param letter its option letter in bash
 * @param name in bash
 * @param unit in bash, before the option; "" for none
 * @param ofDash its option and its name in dash; "" if dash does not have it
 * @param soft what a process may not exceed
 * @param hard what it may raise the soft limit to
 */
record ResourceLimit(
    String letter,
    String name,
    String unit,
    String ofDash,
    Function<Process, String> soft,
    Function<Process, String> hard) {
  static final String OPEN_FILES = "n";
  static final String FILE_SIZE = "f";
  private static final String UNLIMITED = "unlimited";

  /** bash's limits that busybox does not have. */
  private static final String NOT_IN_ASH = "Rp";

  /** dash's order. */
  private static final String ORDER_OF_DASH = "tfdscmlpnvwr";

  /** In the order in which bash lists them. */
  private static final List<ResourceLimit> ALL =
      List.of(
          unlimited("R", "real-time non-blocking time", "microseconds", ""),
          raisable("c", "core file size", "blocks", "c coredump(blocks)", 0),
          unlimited("d", "data seg size", "kbytes", "d data(kbytes)"),
          fixed("e", "scheduling priority", "", "", 0),
          unlimited(FILE_SIZE, "file size", "blocks", "f file(blocks)"),
          fixed("i", "pending signals", "", "", Hardware.MOST_PROCESSES / 2),
          unlimited("l", "max locked memory", "kbytes", "l locked memory(kbytes)"),
          unlimited("m", "max memory size", "kbytes", "m memory(kbytes)"),
          new ResourceLimit(
              OPEN_FILES,
              "open files",
              "",
              "n nofiles",
              each -> "" + each.descriptors().limit(),
              each -> "" + each.descriptors().most()),
          fixed("p", "pipe size", "512 bytes", "", 8),
          fixed("q", "POSIX message queues", "bytes", "", 819_200),
          fixed("r", "real-time priority", "", "r rtprio", 0),
          raisable("s", "stack size", "kbytes", "s stack(kbytes)", 8192),
          unlimited("t", "cpu time", "seconds", "t time(seconds)"),
          fixed("u", "max user processes", "", "p process", Hardware.MOST_PROCESSES / 2),
          unlimited("v", "virtual memory", "kbytes", "v vmemory(kbytes)"),
          unlimited("x", "file locks", "", "w locks"));

  private static ResourceLimit unlimited(String letter, String name, String unit, String ofDash) {
    return new ResourceLimit(
        letter, name, unit, ofDash, process -> UNLIMITED, process -> UNLIMITED);
  }

  private static ResourceLimit fixed(
      String letter, String name, String unit, String ofDash, int value) {
    return new ResourceLimit(
        letter, name, unit, ofDash, process -> "" + value, process -> "" + value);
  }

  private static ResourceLimit raisable(
      String letter, String name, String unit, String ofDash, int soft) {
    return new ResourceLimit(
        letter, name, unit, ofDash, process -> "" + soft, process -> UNLIMITED);
  }

  /** Those that a shell has, in the order in which it lists them. */
  static List<ResourceLimit> of(ShellDialect dialect) {
    return dialect == ShellDialect.DASH
        ? ORDER_OF_DASH.chars().mapToObj(each -> ofDash((char) each)).toList()
        : ALL.stream().filter(each -> !each.letter(dialect).isEmpty()).toList();
  }

  private static ResourceLimit ofDash(char letter) {
    return ALL.stream().filter(each -> each.ofDash.indexOf(letter) == 0).findFirst().orElseThrow();
  }

  /** Its option; "" if the shell does not have it. */
  String letter(ShellDialect dialect) {
    return switch (dialect) {
      case DASH -> ofDash.isEmpty() ? "" : ofDash.substring(0, 1);
      case ASH -> NOT_IN_ASH.contains(letter) ? "" : letter;
      case BASH -> letter;
    };
  }

  /** Its line in {@code ulimit -a}. */
  String line(ShellDialect dialect, String figure) {
    boolean plain = unit.isEmpty();
    return switch (dialect) {
      case DASH -> "%-20s %s".formatted(ofDash.substring(2), figure);
      case ASH -> {
        String named = plain ? name : name + " (" + unit.replace("kbytes", "kb") + ")";
        yield "%-32s(-%s) %s".formatted(named, letter, figure);
      }
      case BASH -> {
        String option = "(" + (plain ? "" : unit + ", ") + "-" + letter + ")";
        yield "%-20s%20s %s".formatted(name, option, figure);
      }
    };
  }
}
