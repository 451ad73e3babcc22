package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.CommandFailure;

/** The error messages of {@code ipset}. */
final class IpsetFailure {
  private static final String VERSION = "ipset v7.17: ";
  private static final int USAGE = 2;

  private IpsetFailure() {}

  static CommandFailure failed(String message) {
    return CommandFailure.refused(VERSION + message);
  }

  static CommandFailure syntax(String message) {
    return failed("Syntax error: " + message);
  }

  static CommandFailure usage(String message) {
    return CommandFailure.of(USAGE, VERSION + message + "\nTry `ipset help' for more information.");
  }

  static CommandFailure noSet() {
    return failed("The set with the given name does not exist");
  }

  /** The message for an entry that the kernel refused. */
  static CommandFailure ofEntry(ErrnoException refused) {
    return failed(
        switch (refused.errno()) {
          case EEXIST -> "Element cannot be added to the set: it's already added";
          case ENOENT -> "Element cannot be deleted from the set: it's not added";
          case ENOBUFS -> "Hash is full, cannot add more elements";
          default -> "Kernel error received: " + refused.errno().text();
        });
  }
}
