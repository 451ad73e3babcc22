package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code chmod}. It does not use getopt, because in {@code chmod -x file} the {@code -x} is a mode,
 * not an option.
 */
public final class Chmod implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "Rf").parse(withMode(call.arguments()));
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing operand");
    } else if (operands.size() == 1) {
      throw call.mistake("missing operand after " + Invocation.quote(operands.getFirst()));
    }
    if (Modes.apply(operands.getFirst(), call.files().status("/")).isEmpty()) {
      throw call.isBusybox()
          ? call.failure(1, "invalid mode '" + operands.getFirst() + "'")
          : call.mistake("invalid mode: " + Invocation.quote(operands.getFirst()));
    }
    int status = 0;
    for (String path : operands.subList(1, operands.size())) {
      status = Math.max(status, change(call, options, operands.getFirst(), path));
    }
    return status;
  }

  /**
   * The arguments, with {@code --} before a mode that starts with a minus and looks like an option.
   */
  private static List<String> withMode(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    for (int i = 0; i < words.size() && words.get(i).startsWith("-"); i++) {
      if (words.get(i).matches("-[rwxXst]+")) {
        words.add(i, "--");
        break;
      }
    }
    return words;
  }

  private static int change(Invocation call, Options.Found options, String mode, String path)
      throws IOException {
    String absolute = call.resolve(path);
    FileStatus found;
    try {
      found = call.files().status(absolute);
    } catch (FileException failed) {
      complain(call, options, path, "cannot access ", failed);
      return 1;
    }
    try {
      call.files().setPermissions(absolute, Modes.apply(mode, found).orElseThrow());
    } catch (FileException failed) {
      complain(call, options, path, "changing permissions of ", failed);
      return 1;
    }
    int status = 0;
    if (options.has('R') && found.isDirectory()) {
      for (String name : call.files().list(absolute)) {
        status = Math.max(status, change(call, options, mode, path + "/" + name));
      }
    }
    return status;
  }

  private static void complain(
      Invocation call, Options.Found options, String path, String attempt, FileException failed) {
    if (!options.has('f')) {
      call.complain(
          (call.isBusybox() ? path : attempt + Invocation.quote(path))
              + ": "
              + failed.error().text());
    }
  }
}
