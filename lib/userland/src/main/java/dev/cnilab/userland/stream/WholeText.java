package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.WholeFiles;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads files of any size for a process. Others run in between, and the process holds in its memory
 * what it has read: a device without an end takes all that it may have.
 */
public final class WholeText {
  private WholeText() {}

  /** The whole file as UTF-8. */
  public static String of(WholeFiles files, String path, StreamUser reader) throws IOException {
    OpenFile file = files.open(path, OpenMode.READ);
    try {
      return rest(file, reader);
    } finally {
      file.close();
    }
  }

  /** The rest of an open file as UTF-8. */
  public static String rest(OpenFile file, StreamUser reader) throws IOException {
    try (Input in = new Input(file, reader)) {
      byte[] all = in.readAllBytes();
      String text = new String(all, StandardCharsets.UTF_8);
      reader.hold(-(long) Input.COPIES * all.length);
      return text;
    }
  }
}
