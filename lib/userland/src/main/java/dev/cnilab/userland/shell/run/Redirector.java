package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.tree.Redirection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redirects the file descriptors of a process, and restores them. */
final class Redirector implements AutoCloseable {
  private final Process process;
  private final ShellState state;
  private final Expander expander;
  private final Map<Integer, Optional<OpenFile>> before = new HashMap<>();

  Redirector(Process process, ShellState state, Expander expander) {
    this.process = process;
    this.state = state;
    this.expander = expander;
  }

  /** Applies redirections in order. */
  void apply(List<Redirection> redirections) throws IOException {
    for (Redirection each : redirections) {
      remember(each.descriptor());
      apply(each);
    }
  }

  /** Makes the redirections permanent, for {@code exec}. */
  void keep() {
    before.values().forEach(file -> file.ifPresent(OpenFile::close));
    before.clear();
  }

  @Override
  public void close() {
    before.forEach(
        (number, file) -> {
          if (file.isPresent()) {
            process.descriptors().set(number, file.get());
            file.get().close();
          } else {
            process.descriptors().close(number);
          }
        });
    before.clear();
  }

  private void remember(int number) {
    before.computeIfAbsent(
        number,
        absent ->
            Optional.ofNullable(process.descriptors().byNumber().get(number)).map(OpenFile::share));
  }

  private void apply(Redirection redirection) throws IOException {
    String target = expander.text(redirection.target());
    int number = redirection.descriptor();
    switch (redirection.kind()) {
      case DUPLICATE -> duplicate(number, target);
      case HERE_DOCUMENT -> replace(number, document(target));
      case READ -> replace(number, open(target, OpenMode.READ));
      case READ_WRITE -> replace(number, open(target, OpenMode.READ_WRITE));
      case APPEND -> replace(number, open(target, OpenMode.APPEND));
      case WRITE -> {
        if (state.options().contains(ShellOption.NOCLOBBER)
            && process
                .files()
                .find(process.resolve(target))
                .filter(FileStatus::isRegular)
                .isPresent()) {
          throw new ShellException(2, "cannot create " + target + ": File exists");
        }
        replace(number, open(target, OpenMode.TRUNCATE));
      }
    }
  }

  private OpenFile open(String path, OpenMode mode) throws ShellException {
    try {
      Descriptor.requireRoom(process, path);
      return process.files().open(process.resolve(path), mode);
    } catch (FileException failed) {
      throw new ShellException(
          state.dialect().redirectionStatus(),
          mode == OpenMode.READ
              ? state.dialect().cannotOpen(path, failed.error())
              : state.dialect().cannotCreate(path, failed.error()));
    }
  }

  private OpenFile document(String text) {
    Pipe pipe = new Pipe(process.loop());
    pipe.feed(text.getBytes(StandardCharsets.UTF_8));
    pipe.writer().close();
    return pipe.reader();
  }

  private void duplicate(int number, String target) throws ShellException {
    if (target.equals("-")) {
      process.descriptors().close(number);
      return;
    }
    if (!target.matches("[0-9]+") || target.length() > 9) {
      throw new ShellException(2, "Syntax error: Bad fd number");
    }
    OpenFile source = process.descriptors().byNumber().get(Integer.parseInt(target));
    if (source == null) {
      throw new ShellException(
          state.dialect().redirectionStatus(), target + ": Bad file descriptor");
    }
    process.descriptors().set(number, source);
  }

  private void replace(int number, OpenFile file) {
    process.descriptors().set(number, file);
    file.close();
  }
}
