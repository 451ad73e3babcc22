package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * {@code ulimit}. Only the number of open files can be set; a container's processes and memory are
 * limited by its control group, and nothing else is limited.
 */
final class LimitCommand {
  private static final String OPEN_FILES = "n";
  private static final String FILE_SIZE = "f";
  private static final String ALL = "a";

  /** bash's limits that busybox does not have. */
  private static final String NOT_IN_ASH = "Rp";

  /** What no process may exceed, whatever its privileges; {@code fs.nr_open}. */
  private static final int MOST_OPEN_FILES = 1 << 20;

  /**
   * A limit.
   *
   * @param letter its option letter in bash
   * @param name in bash
   * @param unit in bash, before the option; "" for none
   * @param ofDash its option and its name in dash; "" if dash does not have it
   */
  private record Limit(
      String letter, String name, String unit, String ofDash, Function<Process, String> value) {
    private static Limit unlimited(String letter, String name, String unit, String ofDash) {
      return new Limit(letter, name, unit, ofDash, process -> "unlimited");
    }

    private static Limit fixed(String letter, String name, String unit, String ofDash, int value) {
      return new Limit(letter, name, unit, ofDash, process -> "" + value);
    }

    /** Its option; "" if the shell does not have it. */
    private String letter(ShellDialect dialect) {
      return switch (dialect) {
        case DASH -> ofDash.isEmpty() ? "" : ofDash.substring(0, 1);
        case ASH -> NOT_IN_ASH.contains(letter) ? "" : letter;
        case BASH -> letter;
      };
    }

    private String line(ShellDialect dialect, Process process) {
      String figure = value.apply(process);
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

  /** In the order in which bash lists them. */
  private static final List<Limit> LIMITS =
      List.of(
          Limit.unlimited("R", "real-time non-blocking time", "microseconds", ""),
          Limit.fixed("c", "core file size", "blocks", "c coredump(blocks)", 0),
          Limit.unlimited("d", "data seg size", "kbytes", "d data(kbytes)"),
          Limit.fixed("e", "scheduling priority", "", "", 0),
          Limit.unlimited("f", "file size", "blocks", "f file(blocks)"),
          Limit.fixed("i", "pending signals", "", "", Hardware.MOST_PROCESSES / 2),
          Limit.unlimited("l", "max locked memory", "kbytes", "l locked memory(kbytes)"),
          Limit.unlimited("m", "max memory size", "kbytes", "m memory(kbytes)"),
          new Limit(
              OPEN_FILES, "open files", "", "n nofiles", each -> "" + each.descriptors().limit()),
          Limit.fixed("p", "pipe size", "512 bytes", "", 8),
          Limit.fixed("q", "POSIX message queues", "bytes", "", 819_200),
          Limit.fixed("r", "real-time priority", "", "r rtprio", 0),
          Limit.fixed("s", "stack size", "kbytes", "s stack(kbytes)", 8192),
          Limit.unlimited("t", "cpu time", "seconds", "t time(seconds)"),
          Limit.fixed("u", "max user processes", "", "p process", Hardware.MOST_PROCESSES / 2),
          Limit.unlimited("v", "virtual memory", "kbytes", "v vmemory(kbytes)"),
          Limit.unlimited("x", "file locks", "", "w locks"));

  /** dash's order. */
  private static final String ORDER_OF_DASH = "tfdscmlpnvwr";

  private final Interpreter shell;
  private final ShellDialect dialect;

  private LimitCommand(Interpreter shell) {
    this.shell = shell;
    this.dialect = shell.state().dialect();
  }

  static int run(Interpreter shell, List<String> words) throws ShellException {
    LimitCommand command = new LimitCommand(shell);
    try {
      return command.run(words);
    } catch (ShellException refused) {
      if (command.dialect != ShellDialect.ASH) {
        throw refused;
      }
      shell.error(refused.text()); // without the builtin's name
      return refused.status();
    }
  }

  private int run(List<String> words) throws ShellException {
    List<String> values = new ArrayList<>();
    String letter = FILE_SIZE;
    for (String word : words.subList(1, words.size())) {
      if (!word.startsWith("-") || word.equals("-")) {
        values.add(word);
        continue;
      }
      for (String each : word.substring(1).chars().mapToObj(Character::toString).toList()) {
        letter = each.equals("H") || each.equals("S") ? letter : known(each);
      }
    }
    if (letter.equals(ALL)) {
      listed().forEach(limit -> print(limit.line(dialect, shell.process())));
    } else if (values.isEmpty()) {
      print(limit(letter).value().apply(shell.process()));
    } else {
      set(limit(letter), values.getFirst());
    }
    return 0;
  }

  private List<Limit> listed() {
    return dialect == ShellDialect.DASH
        ? ORDER_OF_DASH.chars().mapToObj(letter -> limit(Character.toString(letter))).toList()
        : LIMITS.stream().filter(each -> !each.letter(dialect).isEmpty()).toList();
  }

  private String known(String letter) throws ShellException {
    boolean exists =
        letter.equals(ALL) || LIMITS.stream().anyMatch(each -> each.letter(dialect).equals(letter));
    if (!exists) {
      throw new ShellException(
          dialect == ShellDialect.ASH ? 1 : 2,
          switch (dialect) {
            case DASH -> "Illegal option -" + letter;
            case ASH -> "invalid option -- '" + letter + "'";
            case BASH ->
                "-%s: invalid option\nulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]"
                    .formatted(letter);
          });
    }
    return letter;
  }

  private Limit limit(String letter) {
    return LIMITS.stream()
        .filter(each -> each.letter(dialect).equals(letter))
        .findFirst()
        .orElseThrow();
  }

  private void set(Limit limit, String value) throws ShellException {
    if (value.equals(limit.value().apply(shell.process()))) {
      return;
    } else if (!value.matches("[0-9]{1,9}|unlimited")) {
      throw new ShellException(
          dialect == ShellDialect.DASH ? 2 : 1,
          switch (dialect) {
            case DASH -> "bad number";
            case ASH -> "invalid number '" + value + "'";
            case BASH -> value + ": invalid number";
          });
    } else if (!limit.letter().equals(OPEN_FILES) || value.equals("unlimited")) {
      throw new ShellException(
          2, "-" + limit.letter(dialect) + " " + value + " is not available on this machine");
    }
    if (Integer.parseInt(value) > MOST_OPEN_FILES) {
      throw notPermitted();
    }
    shell.process().descriptors().setLimit(Integer.parseInt(value));
  }

  private ShellException notPermitted() {
    String reason = FileError.EPERM.text();
    return switch (dialect) {
      case DASH -> new ShellException(2, "error setting limit (" + reason + ")");
      case ASH -> new ShellException(1, "error setting limit: " + reason);
      case BASH -> new ShellException(1, "open files: cannot modify limit: " + reason);
    };
  }

  private void print(String line) {
    shell.process().out().println(line);
  }
}
