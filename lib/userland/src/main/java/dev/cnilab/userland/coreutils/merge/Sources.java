package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Files that are open at the same time; each {@code -} is the same standard input. */
final class Sources implements AutoCloseable {
  private final List<InputStream> opened = new ArrayList<>();
  private final List<LineReader> readers = new ArrayList<>();

  /** Opens all files; gives up at the first that cannot be read, with a message. */
  static Sources open(Invocation call, List<String> paths, char end) throws IOException {
    Sources sources = new Sources();
    LineReader input = new LineReader(call.in(), end);
    for (String path : paths) {
      try {
        if (path.equals("-")) {
          sources.readers.add(input);
        } else {
          InputStream in = call.open(path);
          sources.opened.add(in);
          sources.readers.add(new LineReader(in, end));
        }
      } catch (FileException failed) {
        sources.close();
        throw call.failure(1, path + ": " + failed.error().text());
      }
    }
    return sources;
  }

  List<LineReader> readers() {
    return readers;
  }

  @Override
  public void close() throws IOException {
    for (InputStream in : opened) {
      in.close();
    }
  }
}
