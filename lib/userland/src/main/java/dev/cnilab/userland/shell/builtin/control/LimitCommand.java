package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.stream.DescriptorTable;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ulimit}. Only the number of open files can be set; a container's processes and memory are
 * limited by its control group, and nothing else is limited.
 */
final class LimitCommand {
  private static final String ALL = "a";

  /** What no process may exceed, whatever its privileges; {@code fs.nr_open}. */
  private static final int MOST_OPEN_FILES = 1 << 20;

  private final Interpreter shell;
  private final Process process;
  private final ShellDialect dialect;
  private final List<String> values = new ArrayList<>();
  private String letter = ResourceLimit.FILE_SIZE;
  private boolean soft;
  private boolean hard;

  private LimitCommand(Interpreter shell) {
    this.shell = shell;
    this.process = shell.process();
    this.dialect = shell.state().dialect();
  }

  static int run(Interpreter shell, List<String> words) throws ShellException {
    LimitCommand command = new LimitCommand(shell);
    return command.dialect == ShellDialect.ASH ? command.runInAsh(words) : command.run(words);
  }

  private int run(List<String> words) throws ShellException {
    parse(words);
    apply();
    return 0;
  }

  /** busybox's getopt says what it does not know; the shell's other errors do not name ulimit. */
  private int runInAsh(List<String> words) {
    try {
      parse(words);
    } catch (ShellException unknown) {
      process.err().println("ulimit: " + unknown.text());
      return unknown.status();
    }
    try {
      apply();
      return 0;
    } catch (ShellException refused) {
      shell.error(refused.text());
      return refused.status();
    }
  }

  private void parse(List<String> words) throws ShellException {
    boolean ended = false;
    for (String word : words.subList(1, words.size())) {
      if (ended || !word.startsWith("-") || word.equals("-")) {
        values.add(word);
      } else if (word.equals("--")) {
        ended = true;
      } else {
        for (String each : word.substring(1).chars().mapToObj(Character::toString).toList()) {
          takeOption(each);
        }
      }
    }
  }

  private void takeOption(String option) throws ShellException {
    switch (option) {
      case "S" -> soft = true;
      case "H" -> hard = true;
      default -> letter = known(option);
    }
  }

  private String known(String option) throws ShellException {
    if (!option.equals(ALL)
        && ResourceLimit.of(dialect).stream()
            .noneMatch(each -> each.letter(dialect).equals(option))) {
      throw switch (dialect) {
        case DASH -> new ShellException(2, "Illegal option -" + option);
        case ASH -> new ShellException(1, "invalid option -- '" + option + "'");
        case BASH ->
            new ShellException(
                2,
                "-%s: invalid option\nulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]"
                    .formatted(option));
      };
    }
    return option;
  }

  private void apply() throws ShellException {
    if (letter.equals(ALL)) {
      ResourceLimit.of(dialect).forEach(limit -> print(limit.line(dialect, figure(limit))));
      return;
    }
    ResourceLimit limit =
        ResourceLimit.of(dialect).stream()
            .filter(each -> each.letter(dialect).equals(letter))
            .findFirst()
            .orElseThrow();
    if (values.isEmpty()) {
      print(figure(limit));
    } else if (values.size() > 1 && dialect == ShellDialect.DASH) {
      throw new ShellException(2, "too many arguments");
    } else {
      set(limit, values.getFirst());
    }
  }

  private String figure(ResourceLimit limit) {
    return (hard && !soft ? limit.hard() : limit.soft()).apply(process);
  }

  private void set(ResourceLimit limit, String word) throws ShellException {
    String value = meant(limit, word);
    boolean changesSoft = soft || !hard;
    boolean changesHard = hard || !soft;
    if (!value.matches("[0-9]+|unlimited")) {
      throw invalid(value);
    } else if (limit.letter().equals(ResourceLimit.OPEN_FILES)) {
      DescriptorTable descriptors = process.descriptors();
      long files = number(value);
      setOpenFiles(
          changesSoft ? files : descriptors.limit(), changesHard ? files : descriptors.most());
    } else if (!value.equals((changesSoft ? limit.soft() : limit.hard()).apply(process))) {
      throw new ShellException(
          2, "-" + limit.letter(dialect) + " " + value + " is not available on this machine");
    }
  }

  /** bash has words for both present limits. */
  private String meant(ResourceLimit limit, String word) {
    if (dialect != ShellDialect.BASH) {
      return word;
    }
    return switch (word) {
      case "soft" -> limit.soft().apply(process);
      case "hard" -> limit.hard().apply(process);
      default -> word;
    };
  }

  /** What is unlimited or has more than nine digits is more than any limit allows. */
  private static long number(String value) {
    return value.matches("[0-9]{1,9}") ? Long.parseLong(value) : Long.MAX_VALUE;
  }

  /** Checks both limits like setrlimit(2) (kernel/sys.c, do_prlimit). */
  private void setOpenFiles(long softFiles, long hardFiles) throws ShellException {
    DescriptorTable descriptors = process.descriptors();
    if (softFiles > hardFiles) {
      throw refused(FileError.EINVAL);
    } else if (hardFiles > MOST_OPEN_FILES
        || (hardFiles > descriptors.most()
            && !process.credentials().can(Capability.SYS_RESOURCE))) {
      throw refused(FileError.EPERM);
    }
    descriptors.setLimits((int) softFiles, (int) hardFiles);
  }

  private ShellException invalid(String value) {
    return switch (dialect) {
      case DASH -> new ShellException(2, "bad number");
      case ASH -> new ShellException(1, "invalid number '" + value + "'");
      case BASH -> new ShellException(1, value + ": invalid number");
    };
  }

  private ShellException refused(FileError error) {
    return switch (dialect) {
      case DASH -> new ShellException(2, "error setting limit (" + error.text() + ")");
      case ASH -> new ShellException(1, "error setting limit: " + error.text());
      case BASH -> new ShellException(1, "open files: cannot modify limit: " + error.text());
    };
  }

  private void print(String line) {
    process.out().println(line);
  }
}
