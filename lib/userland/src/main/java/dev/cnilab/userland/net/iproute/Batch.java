package dev.cnilab.userland.net.iproute;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.KernelAnswer;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command lines of {@code ip -batch} (lib/utils.c, do_batch).
 *
 * @param force whether to continue after a line that failed
 */
record Batch(Process process, boolean force, Command command) {
  /** A word, which may be quoted. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Runs one line. */
  @FunctionalInterface
  interface Command {
    int run(Arguments words) throws IOException;
  }

  /**
   * Runs the lines of a file; {@code -} is standard input. A line whose arguments are invalid ends
   * the program, as there.
   *
   * @return 0 if all have succeeded, otherwise 1
   */
  int run(String file) throws IOException {
    int status = 0;
    int number = 0;
    for (String line : text(file).replace("\\\n", " ").lines().toList()) {
      number++;
      List<String> words = words(line);
      if (!words.isEmpty() && !succeeds(words)) {
        process.err().println("Command failed " + file + ":" + number);
        status = 1;
        if (!force) {
          return status;
        }
      }
    }
    return status;
  }

  private String text(String file) throws IOException {
    if (file.equals("-")) {
      return new String(process.in().readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      return WholeText.of(process.files(), file, process);
    } catch (FileException unreadable) {
      throw CommandFailure.refused(
          "Cannot open file \"" + file + "\" for reading: " + unreadable.error().text());
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.replaceFirst("#.*", ""));
    while (word.find()) {
      words.add(
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group(3));
    }
    return words;
  }

  private boolean succeeds(List<String> words) throws IOException {
    try {
      return command.run(new Arguments(words)) == 0;
    } catch (ErrnoException refused) {
      process.err().println(KernelAnswer.text(refused));
      return false;
    } catch (CommandFailure failure) {
      if (failure.status() == CommandFailure.USAGE) {
        throw failure;
      }
      process.err().println(failure.text());
      return false;
    }
  }
}
