package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.open.PartialWrite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cp} and {@code mv}. */
public final class CopyCommands {
  private final Invocation call;
  private final Options.Found options;
  private final Verb verb;
  private final SparseCopy sparse;

  private enum Verb {
    COPY,
    MOVE
  }

  private CopyCommands(Invocation call, Options.Found options, Verb verb, SparseCopy sparse) {
    this.sparse = sparse;
    this.call = call;
    this.options = options;
    this.verb = verb;
  }

  public static void addTo(Map<String, Command> all) {
    all.put("cp", call -> start(call, "rRpafdLPTntv", Verb.COPY, "sparse"));
    all.put("mv", call -> start(call, "fnTtv", Verb.MOVE));
  }

  private static int start(Invocation call, String letters, Verb verb, String... names)
      throws IOException {
    Options.Found options = Options.of(call, letters, names).parse();
    SparseCopy sparse = SparseCopy.of(call, options.value("sparse"));
    return new CopyCommands(call, options, verb, sparse).run();
  }

  private int run() throws IOException {
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing file operand");
    }
    Optional<String> directory = options.value('t');
    if (operands.size() == 1 && directory.isEmpty()) {
      throw call.mistake(
          "missing destination file operand after " + Invocation.quote(operands.getFirst()));
    }
    String target = directory.orElseGet(operands::getLast);
    List<String> sources =
        directory.isPresent() ? operands : operands.subList(0, operands.size() - 1);
    boolean into = call.files().isDirectory(call.resolve(target)) && !options.has('T');
    if (sources.size() > 1 && !into) {
      FileError error =
          call.files().exists(call.resolve(target)) ? FileError.ENOTDIR : FileError.ENOENT;
      throw call.failure(1, "target '" + target + "': " + error.text());
    }
    int status = 0;
    for (String source : sources) {
      String to = into ? join(target, base(source)) : target;
      status = Math.max(status, verb == Verb.COPY ? copy(source, to) : move(source, to));
    }
    return status;
  }

  private static String base(String path) {
    String bare = path.replaceFirst("(?<=.)/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  private static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  private int complain(String gnu, String busybox, FileException failed) {
    call.complain((call.isBusybox() ? busybox : gnu) + ": " + failed.error().text());
    return 1;
  }

  private int move(String source, String to) throws IOException {
    FileStatus found;
    try {
      found = call.files().linkStatus(call.resolve(source));
    } catch (FileException failed) {
      return complain("cannot stat '" + source + "'", "can't rename '" + source + "'", failed);
    }
    if (options.has('n') && call.files().exists(call.resolve(to))) {
      return 0;
    }
    Optional<FileStatus> there = call.files().find(call.resolve(to));
    if (there.isPresent() && there.get().inode() == found.inode() && same(source, to)) {
      call.complain("'" + source + "' and '" + to + "' are the same file");
      return 1;
    }
    try {
      call.files().rename(call.resolve(source), call.resolve(to));
      told("renamed ", source, to);
      return 0;
    } catch (FileException failed) {
      return switch (failed.error()) {
        case EXDEV -> {
          int copied = copy(source, to);
          if (copied == 0) {
            call.files().removeAll(call.resolve(source));
          }
          yield copied;
        }
        case EISDIR -> {
          call.complain("cannot overwrite directory '" + to + "' with non-directory");
          yield 1;
        }
        case ENOTDIR -> {
          call.complain(
              there.isPresent()
                  ? "cannot overwrite non-directory '" + to + "' with directory '" + source + "'"
                  : "cannot move '" + source + "' to '" + to + "': Not a directory");
          yield 1;
        }
        case EINVAL -> {
          call.complain("cannot move '" + source + "' to a subdirectory of itself, '" + to + "'");
          yield 1;
        }
        default ->
            complain(
                "cannot move '" + source + "' to '" + to + "'",
                "can't rename '" + source + "'",
                failed);
      };
    }
  }

  private void told(String what, String source, String to) {
    if (options.has('v')) {
      call.out().println(what + Invocation.quote(source) + " -> " + Invocation.quote(to));
    }
  }

  private boolean same(String source, String to) throws FileException {
    return call.files()
        .resolve(call.resolve(source))
        .equals(call.files().resolve(call.resolve(to)));
  }

  private int copy(String source, String to) throws IOException {
    boolean recursive = options.last("rRa") != ' ' || verb == Verb.MOVE;
    boolean links = recursive && !options.has('L');
    FileStatus found;
    try {
      String path = call.resolve(source);
      found = links ? call.files().linkStatus(path) : call.files().status(path);
    } catch (FileException failed) {
      return complain("cannot stat '" + source + "'", "can't stat '" + source + "'", failed);
    }
    if (found.isDirectory() && !recursive) {
      call.complain(
          (call.isBusybox() ? "" : "-r not specified; ") + "omitting directory '" + source + "'");
      return 1;
    }
    if (call.files().exists(call.resolve(to)) && same(source, to)) {
      call.complain("'" + source + "' and '" + to + "' are the same file");
      return 1;
    }
    return found.isDirectory() ? copyDirectory(source, to, found) : copyFile(source, to, found);
  }

  private int copyDirectory(String source, String to, FileStatus found) throws IOException {
    String target = call.resolve(to);
    if (call.files().exists(target) && !call.files().isDirectory(target)) {
      call.complain("cannot overwrite non-directory '" + to + "' with directory '" + source + "'");
      return 1;
    }
    if ((target + "/").startsWith(call.resolve(source) + "/")) {
      call.complain("cannot copy a directory, '" + source + "', into itself, '" + to + "'");
      return 1;
    }
    List<String> names = call.files().list(call.resolve(source));
    try {
      if (!call.files().exists(target)) {
        call.files().createDirectory(target);
        call.files().setPermissions(target, found.permissions());
        told("", source, to);
      }
    } catch (FileException failed) {
      return complain(
          "cannot create directory '" + to + "'", "can't create directory '" + to + "'", failed);
    }
    int status = 0;
    for (String name : names) {
      status = Math.max(status, copy(join(source, name), join(to, name)));
    }
    preserve(target, found);
    return status;
  }

  private int copyFile(String source, String to, FileStatus found) throws IOException {
    String target = call.resolve(to);
    boolean exists = call.files().exists(target);
    if (exists && options.has('n')) {
      return 0;
    }
    if (exists && call.files().isDirectory(target)) {
      call.complain("cannot overwrite directory '" + to + "' with non-directory");
      return 1;
    }
    try {
      if (found.isSymlink()) {
        if (exists) {
          call.files().unlink(target);
        }
        call.files().createSymlink(target, call.files().readLink(call.resolve(source)));
        told("", source, to);
        return 0;
      }
      sparse.copy(call, call.resolve(source), target);
      if (!exists) {
        call.files().setPermissions(target, found.permissions());
      }
      preserve(target, found);
      told("", source, to);
      return 0;
    } catch (PartialWrite full) {
      call.complain("error writing '" + to + "': " + full.getMessage());
      return 1;
    } catch (FileException failed) {
      return complain(
          "cannot create regular file '" + to + "'", "can't create '" + to + "'", failed);
    }
  }

  private void preserve(String target, FileStatus found) throws FileException {
    if (options.last("pa") != ' ' || verb == Verb.MOVE) {
      call.files().setPermissions(target, found.permissions());
      call.files().setOwner(target, found.owner(), found.group());
      call.files().setModified(target, found.modified());
    }
  }
}
