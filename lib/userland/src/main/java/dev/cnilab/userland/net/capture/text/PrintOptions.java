package dev.cnilab.userland.net.capture.text;

import java.util.Optional;

/**
 * How tcpdump prints.
 *
 * @param numeric how many times {@code -n} was given
 * @param timeStyle how many times {@code -t} was given
 * @param link whether the link-layer header is printed
 * @param hex how many times {@code -x} was given
 * @param absolute whether the sequence numbers of TCP are not counted from a connection's start
 * @param hexAndText how many times {@code -X} was given
 */
public record PrintOptions(
    int numeric,
    int timeStyle,
    boolean link,
    int verbosity,
    boolean quick,
    int hex,
    int hexAndText,
    boolean text,
    boolean absolute) {
  public boolean verbose() {
    return verbosity > 0;
  }

  /** A port's name, or its number if it has no name or numbers are asked for. */
  String port(Optional<String> name, int number) {
    return numeric == 0 ? name.orElse(String.valueOf(number)) : String.valueOf(number);
  }
}
