package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.Options.Found;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.FileLocks.Kind;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code flock}: runs a command while it holds a lock on a file; flock(1), util-linux. */
final class Flock implements Command {
  private static final int MISTAKE = 64;
  private static final int NO_FILE = 66;
  private static final Duration ALWAYS = Duration.ofDays(36_500);

  @Override
  public int run(Invocation call) throws IOException {
    Found options = Options.of(call, "nwsxuE", "verbose").idle("oF").stopAtOperand().parse();
    List<String> words = options.operands();
    if (words.isEmpty()) {
      throw call.mistake("not enough arguments");
    } else if (words.size() == 1) {
      throw descriptor(words.getFirst());
    }
    Process self = call.process();
    long inode = inode(call, words.getFirst());
    Duration patience = patience(options);
    int conflict = conflictStatus(options);
    Kind kind = options.last("sx") == 's' ? Kind.SHARED : Kind.EXCLUSIVE;
    if (!options.has('u') && !self.machine().fileLocks().take(self, inode, kind, patience)) {
      complainOfConflict(call, options);
      return conflict;
    }
    List<String> command = command(call, words.subList(1, words.size()));
    try {
      return self.start(ProcessSpec.of(command)).await();
    } catch (FileException failed) {
      call.complain("failed to execute " + command.getFirst() + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 69 : 126;
    }
  }

  /** Locks end with a process here, so that one on a descriptor of the shell would end at once. */
  private static ProgramException descriptor(String word) {
    String problem =
        word.matches("\\d{1,9}")
            ? "a lock on a file descriptor is not available on this machine"
            : "bad file descriptor: '" + word + "'";
    return new ProgramException(MISTAKE, problem);
  }

  private static long inode(Invocation call, String path) throws IOException {
    try {
      if (!call.process().files().exists(path)) {
        call.process().files().write(path, "");
      }
      return call.process().files().status(path).inode();
    } catch (FileException failed) {
      throw new ProgramException(
          NO_FILE, "cannot open lock file " + path + ": " + failed.error().text());
    }
  }

  private static Duration patience(Found options) throws ProgramException {
    String seconds = options.value('w').orElse("");
    if (!seconds.isEmpty() && !seconds.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw new ProgramException(MISTAKE, "invalid timeout value: '" + seconds + "'");
    } else if (options.has('n')) {
      return Duration.ZERO;
    }
    return seconds.isEmpty()
        ? ALWAYS
        : Duration.ofNanos((long) (Double.parseDouble(seconds) * Duration.ofSeconds(1).toNanos()));
  }

  private static int conflictStatus(Found options) throws ProgramException {
    String status = options.value('E').orElse("1");
    if (!status.matches("\\d{1,3}")) {
      throw new ProgramException(MISTAKE, "invalid exit code: '" + status + "'");
    }
    return Integer.parseInt(status);
  }

  private static void complainOfConflict(Invocation call, Found options) {
    if (options.has("verbose")) {
      call.complain(options.has('n') ? "failed to get lock" : "timeout while waiting to get lock");
    }
  }

  private static List<String> command(Invocation call, List<String> words) throws ProgramException {
    if (!words.getFirst().equals("-c") && !words.getFirst().equals("--command")) {
      return words;
    } else if (words.size() != 2) {
      throw new ProgramException(MISTAKE, "-c requires exactly one command argument");
    }
    String shell = call.process().environment().getOrDefault("SHELL", "/bin/sh");
    return List.of(shell, "-c", words.get(1));
  }
}
