package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import java.util.List;
import java.util.Map;

/** The limit on the size of arguments and environment; execve(2). */
final class ArgumentLimit {
  /** A quarter of the stack's 8 MiB. */
  private static final long MOST = 2 << 20;

  /** MAX_ARG_STRLEN. */
  private static final int LONGEST = 32 * 4096;

  private static final int POINTER = 8;

  private ArgumentLimit() {}

  /** Throws E2BIG if they are too long. */
  static void require(List<String> arguments, Map<String, String> environment)
      throws FileException {
    long all = 0;
    boolean tooLong = false;
    for (String each : arguments) {
      all += each.length() + 1 + POINTER;
      tooLong |= each.length() >= LONGEST;
    }
    for (Map.Entry<String, String> each : environment.entrySet()) {
      int length = each.getKey().length() + each.getValue().length() + 1;
      all += length + 1 + POINTER;
      tooLong |= length >= LONGEST;
    }
    if (tooLong || all > MOST) {
      throw new FileException(FileError.E2BIG, arguments.isEmpty() ? "" : arguments.getFirst());
    }
  }
}
