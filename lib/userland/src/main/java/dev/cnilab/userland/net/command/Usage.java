package dev.cnilab.userland.net.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The usage texts of commands, stored as files beside this class. */
public final class Usage {
  private Usage() {}

  /** The usage text, {@code ip-link} for {@code ip link help}, without its final newline. */
  public static String text(String command) {
    try (InputStream in = Usage.class.getResourceAsStream("usage/" + command + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no help text usage/" + command + ".txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
