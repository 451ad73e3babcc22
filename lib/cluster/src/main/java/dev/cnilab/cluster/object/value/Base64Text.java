package dev.cnilab.cluster.object.value;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text in fields that JSON has in Base64, because they may hold any bytes. */
public final class Base64Text {
  private Base64Text() {}

  public static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The text of a field.
   *
   * @throws IllegalArgumentException if it is not Base64
   */
  public static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
