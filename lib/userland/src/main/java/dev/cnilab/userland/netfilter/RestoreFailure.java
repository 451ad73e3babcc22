package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.process.ProgramException;

/** Ends iptables-restore at a line, with its message. */
final class RestoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "iptables-restore";
  private static final String VERSION = IptablesFailure.VERSION.replace("iptables", NAME);

  private final int status;
  private final String text;

  private RestoreFailure(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }

  /** The line is out of place. */
  static RestoreFailure misplaced(int line) {
    return new RestoreFailure(1, NAME + ": line " + line + " failed");
  }

  /** The kernel refuses a line. */
  static RestoreFailure refused(int line, String why) {
    return new RestoreFailure(1, "%s: line %d failed: %s".formatted(NAME, line, why));
  }

  static RestoreFailure withoutCommit(int line) {
    return new RestoreFailure(1, NAME + ": COMMIT expected at line " + line);
  }

  /** The line is invalid. */
  static RestoreFailure senseless(int line, String why) {
    return new RestoreFailure(2, VERSION + ": " + why + hint(line));
  }

  private static String hint(int line) {
    return "\nError occurred at line: %d\nTry `%s -h' or '%s --help' for more information."
        .formatted(line, NAME, NAME);
  }

  /**
   * Converts iptables' message for a line into that of iptables-restore.
   *
   * @param commit the line of the COMMIT, where targets are resolved
   */
  static RestoreFailure of(ProgramException failure, int line, int commit) {
    String text = failure.text();
    if (text.startsWith("iptables: ")) {
      return refused(line, kernels(text.substring("iptables: ".length())));
    }
    String rest = text.replace(IptablesFailure.VERSION + ": ", "");
    if (failure.status() == 4) {
      return new RestoreFailure(4, "%s: \nline %d: %s".formatted(VERSION, line, rest.strip()));
    }
    String why = rest.replaceFirst("(?s)\n\n?Try `iptables.*", "");
    if (text.startsWith("Bad argument")) {
      return new RestoreFailure(2, why + hint(line));
    }
    return senseless(why.startsWith("Chain '") ? commit : line, why);
  }

  /** The kernel's own message, where iptables by itself checks before it asks the kernel. */
  private static String kernels(String words) {
    if (words.startsWith("Bad policy name.")) {
      return "Bad policy name.";
    }
    return words.startsWith("Index of ") ? "No chain/target/match by that name." : words;
  }
}
