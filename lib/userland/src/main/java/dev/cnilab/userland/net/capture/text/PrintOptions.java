package dev.cnilab.userland.net.capture.text;

import java.util.Optional;

/**
 * How tcpdump prints.
 *
 * @param numeric how often {@code -n} was given
 * @param timeStyle how often {@code -t} was given
 * @param link whether the link-layer header is printed
 * @param hex how often {@code -x}
 * @param hexAndText how often {@code -X}
 */
public record PrintOptions(
    int numeric,
    int timeStyle,
    boolean link,
    int verbosity,
    boolean quick,
    int hex,
    int hexAndText,
    boolean text) {
  public boolean verbose() {
    return verbosity > 0;
  }

  /** A port by its name, unless it has none or numbers are asked for. */
  String port(Optional<String> name, int number) {
    return numeric == 0 ? name.orElse(String.valueOf(number)) : String.valueOf(number);
  }
}
