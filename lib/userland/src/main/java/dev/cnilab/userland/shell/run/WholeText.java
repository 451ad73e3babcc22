package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.StreamUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads text from files. */
final class WholeText {
  private WholeText() {}

  /** The whole content, without NUL bytes, which variables cannot hold. */
  static String read(OpenFile file, StreamUser reader) throws IOException {
    try (Input in = new Input(file, reader)) {
      byte[] all = in.readAllBytes();
      String text = new String(all, StandardCharsets.UTF_8).replace("\0", "");
      reader.hold(-(long) Input.COPIES * all.length);
      return text;
    }
  }
}
