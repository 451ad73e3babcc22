package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.HumanSizes;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code du}; du(1). A file takes whole blocks of 4 KiB, a directory one block. */
public final class Du implements Command {
  private static final long KIBI = 1024;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "abcdhklmsS0", "apparent-size", "inodes").parse();
    Walk walk = new Walk(call, options, depth(call, options), new HashSet<>());
    List<String> paths = options.operands().isEmpty() ? List.of(".") : options.operands();
    long total = 0;
    int status = 0;
    for (String path : paths) {
      try {
        total += walk.measure(path, call.files().linkStatus(call.resolve(path)), 0);
      } catch (FileException failed) {
        call.complain("cannot access " + Invocation.quote(path) + ": " + failed.error().text());
        status = 1;
      }
    }
    if (options.has('c')) {
      walk.print(total, "total");
    }
    return status;
  }

  private static int depth(Invocation call, Options.Found options) throws ProgramException {
    String given = options.value('d').orElse("");
    if (options.has('d') && !given.matches("[0-9]{1,9}")) {
      throw call.mistake("invalid maximum depth " + Invocation.quote(given));
    } else if (options.has('s') && options.has('a')) {
      throw call.mistake("cannot both summarize and show all entries");
    } else if (options.has('s') && options.has('d') && Integer.parseInt(given) > 0) {
      throw call.mistake(
          "warning: summarizing conflicts with --max-depth=" + Integer.parseInt(given));
    }
    return options.has('s') ? 0 : options.has('d') ? Integer.parseInt(given) : Integer.MAX_VALUE;
  }

  /** A walk over all operands; a file with several names is counted once. */
  private record Walk(Invocation call, Options.Found options, int depth, Set<String> counted) {

    long measure(String path, FileStatus status, int level) throws IOException {
      String key = call.files().mountOf(call.resolve(path)).target() + " " + status.inode();
      boolean again = !options.has('l') && !counted.add(key);
      if (again) {
        return 0;
      }
      long own = size(status);
      long below = 0;
      long shown = own;
      if (status.isDirectory()) {
        for (String name : call.files().list(call.resolve(path))) {
          String child = (path.endsWith("/") ? path : path + "/") + name;
          FileStatus found = call.files().linkStatus(call.resolve(child));
          long taken = measure(child, found, level + 1);
          below += taken;
          shown += options.has('S') && found.isDirectory() ? 0 : taken;
        }
      }
      boolean listed = status.isDirectory() || options.has('a') || level == 0;
      if (listed && level <= depth) {
        print(shown, path);
      }
      return own + below;
    }

    private long size(FileStatus status) {
      if (options.has("inodes")) {
        return 1;
      } else if (options.has('b') || options.has("apparent-size")) {
        return status.size();
      }
      return status.allocated();
    }

    void print(long size, String path) {
      String text;
      if (options.has("inodes") || options.last("bkmh") == 'b') {
        text = String.valueOf(size);
      } else {
        text =
            switch (options.last("bkmh")) {
              case 'h' -> HumanSizes.human(size);
              case 'm' -> String.valueOf((size + KIBI * KIBI - 1) / (KIBI * KIBI));
              default -> String.valueOf((size + KIBI - 1) / KIBI);
            };
      }
      call.out().print(text + "\t" + path + (options.has('0') ? "\0" : "\n"));
    }
  }
}
