package dev.cnilab.userland.coreutils.owner;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.Modes;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code install}; install(1). It always creates a new file, so that a running program stays
 * intact.
 */
public final class Install implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "CdDgmopStTbv").idle("c").parse();
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing file operand");
    }
    Installation installation =
        new Installation(call, options, owner(call, options), mode(call, options));
    if (options.has('d')) {
      return installation.directories(operands);
    }
    if (operands.size() == 1 && !options.has('t')) {
      throw call.mistake(
          "missing destination file operand after " + Invocation.quote(operands.getFirst()));
    }
    String target = options.value('t').orElseGet(operands::getLast);
    List<String> sources = options.has('t') ? operands : operands.subList(0, operands.size() - 1);
    boolean into =
        options.has('t') || (!options.has('T') && call.files().isDirectory(call.resolve(target)));
    if (options.has('D')) {
      String directory = into ? target : target.replaceFirst("/?[^/]*$", "");
      installation.leading(directory);
    }
    if (sources.size() > 1 && !into) {
      FileError error =
          call.files().exists(call.resolve(target)) ? FileError.ENOTDIR : FileError.ENOENT;
      throw call.failure(1, "target " + Invocation.quote(target) + ": " + error.text());
    }
    int status = 0;
    for (String source : sources) {
      String name = source.replaceFirst("/+$", "").replaceFirst(".*/", "");
      String to = into ? target.replaceFirst("(?<=.)/+$", "") + "/" + name : target;
      status = Math.max(status, installation.file(source, to));
    }
    return status;
  }

  private static int mode(Invocation call, Options.Found options) throws IOException {
    String text = options.value('m').orElse("755");
    FileStatus none = call.files().status("/");
    return Modes.apply(text.matches("[0-7]+") ? text : "a=," + text, none)
        .orElseThrow(() -> call.failure(1, "invalid mode " + Invocation.quote(text)));
  }

  private static Owner owner(Invocation call, Options.Found options) throws ProgramException {
    try {
      String user = options.value('o').orElse("");
      String group = options.value('g').orElse("");
      return new Owner(
          user.isEmpty() ? OptionalInt.empty() : Owner.user(call.files(), user, user),
          group.isEmpty() ? OptionalInt.empty() : Owner.group(call.files(), group, group));
    } catch (Owner.UnknownException unknown) {
      throw call.failure(1, String.valueOf(unknown.getMessage()).replaceFirst(":", ""));
    }
  }

  /** What is set on every file. */
  private record Installation(Invocation call, Options.Found options, Owner owner, int mode) {

    int directories(List<String> paths) throws IOException {
      int status = 0;
      for (String path : paths) {
        try {
          leading(path);
          finish(call.resolve(path));
        } catch (ProgramException failed) {
          call.complain(failed.text());
          status = 1;
        }
      }
      return status;
    }

    /** Creates a directory and its missing parents. */
    void leading(String directory) throws IOException {
      StringBuilder path = new StringBuilder();
      for (String name : directory.split("/", -1)) {
        path.append(path.isEmpty() && !directory.startsWith("/") ? "" : "/").append(name);
        String absolute = call.resolve(path.toString());
        if (name.isEmpty() || call.files().isDirectory(absolute)) {
          continue;
        }
        try {
          call.files().createDirectory(absolute);
        } catch (FileException failed) {
          throw call.failure(
              1,
              "cannot create directory "
                  + Invocation.quote(path.toString())
                  + ": "
                  + failed.error().text());
        }
        if (options.has('v')) {
          call.out().println("install: creating directory " + Invocation.quote(path.toString()));
        }
      }
    }

    int file(String source, String to) throws IOException {
      FileStatus found;
      try {
        found = call.files().status(call.resolve(source));
      } catch (FileException failed) {
        return complain("cannot stat " + Invocation.quote(source), failed);
      }
      if (found.isDirectory()) {
        call.complain("omitting directory " + Invocation.quote(source));
        return 1;
      }
      String target = call.resolve(to);
      try {
        if (call.files().exists(target) && same(source, target)) {
          call.complain(
              Invocation.quote(source) + " and " + Invocation.quote(to) + " are the same file");
          return 1;
        }
        byte[] content = call.files().read(call.resolve(source));
        if (options.has('C') && unchanged(target, content)) {
          return 0;
        }
        replace(to, target);
        call.files().write(target, content);
        finish(target);
        if (options.has('p')) {
          call.files().setModified(target, found.modified());
        }
        if (options.has('v')) {
          call.out().println(Invocation.quote(source) + " -> " + Invocation.quote(to));
        }
        return 0;
      } catch (FileException failed) {
        return complain("cannot create regular file " + Invocation.quote(to), failed);
      }
    }

    private boolean same(String source, String target) throws FileException {
      return call.files().resolve(call.resolve(source)).equals(call.files().resolve(target));
    }

    private boolean unchanged(String target, byte[] content) throws IOException {
      return call.files().exists(target)
          && call.files().status(target).permissions() == mode
          && Arrays.equals(call.files().read(target), content);
    }

    private void replace(String to, String target) throws FileException {
      if (!call.files().exists(target)) {
        return;
      }
      if (options.has('b') || options.has('S')) {
        call.files().rename(target, call.resolve(to + options.value('S').orElse("~")));
      } else {
        if (options.has('v')) {
          call.out().println("removed " + Invocation.quote(to));
        }
        call.files().unlink(target);
      }
    }

    private void finish(String absolute) throws FileException {
      FileStatus made = call.files().status(absolute);
      call.files()
          .setOwner(
              absolute, owner.user().orElse(made.owner()), owner.group().orElse(made.group()));
      call.files().setPermissions(absolute, mode);
    }

    private int complain(String what, FileException failed) {
      call.complain(what + ": " + failed.error().text());
      return 1;
    }
  }
}
