package dev.cnilab.lab.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads files from the class path. */
public final class ResourceFiles {

  private ResourceFiles() {}

  /**
   * The text of a file beside a class.
   *
   * @throws IllegalStateException if it does not exist
   */
  public static String text(Class<?> beside, String file) {
    try (InputStream stream = beside.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            file + " is not in the class path beside " + beside.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
