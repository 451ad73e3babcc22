package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.OpenMode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that create or remove single entries. */
public final class FileCommands {
  private FileCommands() {}

  public static void addTo(Map<String, Command> all) {
    all.put("mkdir", FileCommands::mkdir);
    all.put("rmdir", FileCommands::rmdir);
    all.put("rm", FileCommands::rm);
    all.put("unlink", FileCommands::unlink);
    all.put("touch", FileCommands::touch);
    all.put("ln", FileCommands::ln);
  }

  /** An action on one operand. */
  private interface Action {
    void on(String path) throws IOException;
  }

  /** Applies an action to each operand; reports failures as {@code words 'path': error}. */
  private static int each(Invocation call, List<String> paths, String words, Action action)
      throws IOException {
    if (paths.isEmpty()) {
      throw call.mistake("missing operand");
    }
    int status = 0;
    for (String path : paths) {
      try {
        action.on(path);
      } catch (FileException failed) {
        call.complain(words.formatted(path) + ": " + failed.error().text());
        status = 1;
      }
    }
    return status;
  }

  private static int mkdir(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "pmv").parse();
    String words =
        call.isBusybox() ? "can't create directory '%s'" : "cannot create directory '%s'";
    return each(
        call,
        options.operands(),
        words,
        path -> {
          if (options.has('p')) {
            makeAll(call, path);
          } else {
            call.files().createDirectory(call.resolve(path));
          }
          if (options.has('v')) {
            call.out().println("mkdir: created directory " + Invocation.quote(path));
          }
          if (options.value('m').isPresent()) {
            FileStatus made = call.files().status(call.resolve(path));
            call.files()
                .setPermissions(
                    call.resolve(path),
                    Modes.apply(options.value('m').get(), made)
                        .orElseThrow(
                            () ->
                                call.failure(
                                    1, "invalid mode '" + options.value('m').get() + "'")));
          }
        });
  }

  private static void makeAll(Invocation call, String path) throws FileException {
    String absolute = call.resolve(path);
    try {
      call.files().createDirectories(absolute);
    } catch (FileException failed) {
      boolean blocked = failed.error() == FileError.EEXIST && !call.files().isDirectory(absolute);
      if (blocked) {
        throw new FileException(
            call.files().exists(absolute) ? FileError.EEXIST : FileError.ENOTDIR, path);
      }
      throw failed;
    }
  }

  private static int rmdir(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "pv").parse();
    String words = call.isBusybox() ? "'%s'" : "failed to remove '%s'";
    return each(
        call,
        options.operands(),
        words,
        path -> {
          for (String each = path; !each.isEmpty(); each = parent(each, options.has('p'))) {
            if (options.has('v')) {
              call.out().println("rmdir: removing directory, " + Invocation.quote(each));
            }
            call.files().removeDirectory(call.resolve(each));
          }
        });
  }

  private static String parent(String path, boolean wanted) {
    int slash = path.lastIndexOf('/');
    return wanted && slash > 0 ? path.substring(0, slash) : "";
  }

  private static int rm(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "rRfdv").parse();
    boolean force = options.has('f');
    if (force && options.operands().isEmpty()) {
      return 0;
    }
    String words = call.isBusybox() ? "can't remove '%s'" : "cannot remove '%s'";
    boolean recursive = options.last("rR") != ' ';
    int[] refused = new int[1];
    int status =
        each(
            call,
            options.operands(),
            words,
            path -> {
              Optional<FileStatus> found = linkStatus(call, path, force);
              if (found.isEmpty()) {
                return;
              } else if (recursive && path.matches("(.*/)?\\.\\.?/*")) {
                call.complain("refusing to remove '.' or '..' directory: skipping '" + path + "'");
                refused[0] = 1;
              } else if (found.get().isDirectory() && recursive) {
                call.files().removeAll(call.resolve(path));
              } else if (found.get().isDirectory() && options.has('d')) {
                call.files().removeDirectory(call.resolve(path));
              } else if (found.get().isDirectory() && call.isBusybox()) {
                call.complain("'" + path + "' is a directory");
                refused[0] = 1;
              } else {
                call.files().unlink(call.resolve(path));
              }
              boolean removed = options.has('v') && !call.files().exists(call.resolve(path));
              if (removed) {
                String kind = found.get().isDirectory() ? "removed directory " : "removed ";
                call.out().println(kind + Invocation.quote(path));
              }
            });
    return Math.max(status, refused[0]);
  }

  private static int unlink(Invocation call) throws IOException {
    List<String> operands = Options.of(call, "").parse().operands();
    if (operands.size() > 1) {
      throw call.extra(operands.get(1));
    }
    String words = call.isBusybox() ? "can't remove file '%s'" : "cannot unlink '%s'";
    return each(call, operands, words, path -> call.files().unlink(call.resolve(path)));
  }

  private static Optional<FileStatus> linkStatus(Invocation call, String path, boolean force)
      throws FileException {
    try {
      return Optional.of(call.files().linkStatus(call.resolve(path)));
    } catch (FileException failed) {
      boolean absent = failed.error() == FileError.ENOENT || failed.error() == FileError.ENOTDIR;
      if (force && absent) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private static int touch(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "acmfrd").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("missing file operand");
    }
    Instant now = call.process().now();
    Instant time =
        options.has('d')
            ? DateWords.parse(call, options.value('d').get())
            : options.has('r') ? modified(call, options.value('r').get()) : now;
    boolean accessOnly = options.has('a') && !options.has('m');
    return each(
        call,
        options.operands(),
        call.isBusybox() ? "%s" : "cannot touch '%s'",
        path -> {
          String absolute = call.resolve(path);
          if (call.files().exists(absolute)) {
            if (!accessOnly) {
              call.files().setModified(absolute, time);
            }
          } else if (!options.has('c')) {
            call.files().open(absolute, OpenMode.APPEND).close();
            call.files().setModified(absolute, time);
          }
        });
  }

  private static Instant modified(Invocation call, String path) throws IOException {
    try {
      return call.files().status(call.resolve(path)).modified();
    } catch (FileException failed) {
      throw call.failure(1, "failed to get attributes of '" + path + "': " + failed.error().text());
    }
  }

  private static int ln(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "sfnTv").parse();
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing file operand");
    }
    String last = operands.size() > 1 ? operands.getLast() : ".";
    boolean into =
        call.files().isDirectory(call.resolve(last)) && !options.has('n') && !options.has('T');
    if (operands.size() > 2 && !into) {
      FileError error =
          call.files().exists(call.resolve(last)) ? FileError.ENOTDIR : FileError.ENOENT;
      throw call.failure(1, "target " + Invocation.quote(last) + ": " + error.text());
    }
    List<String> targets =
        operands.size() > 1 ? operands.subList(0, operands.size() - 1) : operands;
    int status = 0;
    for (String target : targets) {
      String base = target.substring(target.lastIndexOf('/') + 1);
      String path = into ? last + "/" + base : last;
      status = Math.max(status, link(call, options, target, path));
    }
    return status;
  }

  private static int link(Invocation call, Options.Found options, String target, String path)
      throws IOException {
    boolean symbolic = options.has('s');
    try {
      if (options.has('f') && linkStatus(call, path, true).isPresent()) {
        call.files().unlink(call.resolve(path));
      }
      if (symbolic) {
        call.files().createSymlink(call.resolve(path), target);
      } else {
        call.files().createLink(call.resolve(path), call.resolve(target));
      }
      if (options.has('v')) {
        String arrow = symbolic ? " -> " : " => ";
        call.out().println(Invocation.quote(path) + arrow + Invocation.quote(target));
      }
      return 0;
    } catch (FileException failed) {
      String kind = symbolic ? "symbolic link" : "hard link";
      boolean noTarget = !symbolic && !call.files().exists(call.resolve(target));
      call.complain(
          call.isBusybox()
              ? path + ": " + failed.error().text()
              : noTarget
                  ? "failed to access '" + target + "': " + failed.error().text()
                  : "failed to create " + kind + " '" + path + "': " + failed.error().text());
      return 1;
    }
  }
}
