package dev.cnilab.lab.stage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some pods, as named in a fault's file.
 *
 * @param selector {@code app=client}
 * @param node empty for all
 */
public record PodName(String namespace, String selector, String node) {

  private static final Pattern TEXT = Pattern.compile("([^/@]+)/([^/@]+=[^/@]+)(?:@([^/@]+))?");

  /**
   * Parses {@code namespace/key=value[@node]}.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  public static PodName of(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' names no pods; a name is like shop/app=client@worker-1");
    }
    return new PodName(
        parts.group(1), parts.group(2), parts.group(3) == null ? "" : parts.group(3));
  }
}
