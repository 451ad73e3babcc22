package dev.cnilab.userland.net.command;

import dev.cnilab.netsim.address.MacAddress;

/** A link-layer address as iproute2 reads it. */
public final class MacWord {
  private MacWord() {}

  public static MacAddress next(Arguments arguments) {
    return parse(arguments.next());
  }

  /**
   * Six hexadecimal bytes with colons.
   *
   * @throws CommandFailure naming the word that is something else
   */
  public static MacAddress parse(String word) {
    try {
      return MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.refused("\"" + firstBad(word) + "\" is invalid lladdr.");
    }
  }

  private static String firstBad(String word) {
    for (String part : word.split(":", -1)) {
      if (!part.matches("[0-9a-fA-F]{1,2}")) {
        return part;
      }
    }
    return word;
  }
}
