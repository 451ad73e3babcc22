package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code chmod}. Not with a getopt, as {@code chmod -x file} is a mode and no option. */
final class Chmod implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    List<String> operands = new ArrayList<>();
    boolean recursive = false;
    for (String each : call.arguments()) {
      if (each.matches("-[Rvfc]+|--recursive")) {
        recursive |= each.contains("R") || each.startsWith("--");
      } else {
        operands.add(each);
      }
    }
    if (operands.isEmpty()) {
      throw call.usage("missing operand");
    } else if (operands.size() == 1) {
      throw call.usage("missing operand after " + Invocation.quote(operands.getFirst()));
    }
    int status = 0;
    for (String path : operands.subList(1, operands.size())) {
      status = Math.max(status, change(call, operands.getFirst(), path, recursive));
    }
    return status;
  }

  private static int change(Invocation call, String mode, String path, boolean recursive)
      throws IOException {
    String absolute = call.resolve(path);
    FileStatus found;
    try {
      found = call.files().status(absolute);
    } catch (FileException failed) {
      call.complain(
          (call.isBusybox() ? path : "cannot access " + Invocation.quote(path))
              + ": "
              + failed.error().text());
      return 1;
    }
    Optional<Integer> permissions = Modes.apply(mode, found);
    if (permissions.isEmpty()) {
      throw call.isBusybox()
          ? call.failure(1, "invalid mode '" + mode + "'")
          : call.usage("invalid mode: " + Invocation.quote(mode));
    }
    try {
      call.files().setPermissions(absolute, permissions.get());
    } catch (FileException failed) {
      call.complain(
          (call.isBusybox() ? path : "changing permissions of " + Invocation.quote(path))
              + ": "
              + failed.error().text());
      return 1;
    }
    int status = 0;
    if (recursive && found.isDirectory()) {
      for (String name : call.files().list(absolute)) {
        status = Math.max(status, change(call, mode, path + "/" + name, true));
      }
    }
    return status;
  }
}
