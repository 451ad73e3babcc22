package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import java.util.OptionalInt;

/** A link-layer address as iproute2 reads it. */
public final class MacWord {
  private MacWord() {}

  public static MacAddress next(Arguments arguments) {
    return parse(arguments.next());
  }

  /**
   * Six hexadecimal bytes with colons.
   *
   * @throws ErrnoException if there are more or fewer bytes, which only the kernel checks
   * @throws CommandFailure naming the invalid word
   */
  public static MacAddress parse(String word) {
    try {
      return MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      String bad = firstBad(word);
      if (bad.isEmpty()) {
        throw new ErrnoException(Errno.EINVAL, "Invalid link address");
      }
      throw CommandFailure.refused("\"" + bad + "\" is invalid lladdr.");
    }
  }

  /** The number of bytes if it is hexadecimal bytes with colons. */
  public static OptionalInt bytes(String word) {
    return firstBad(word).isEmpty()
        ? OptionalInt.of(word.split(":", -1).length)
        : OptionalInt.empty();
  }

  /** The first part that is not a byte; empty if all are, even if there are not six of them. */
  private static String firstBad(String word) {
    for (String part : word.split(":", -1)) {
      if (!part.matches("[0-9a-fA-F]{1,2}")) {
        return part;
      }
    }
    return "";
  }
}
