package dev.cnilab.userland.net.iproute;

import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import java.util.Set;

/** Objects of {@code ip} that do not exist in this network, so that listings are empty. */
final class UnsupportedObjects {
  /** Objects that exist on every Linux, so that an empty listing would be wrong. */
  private static final Set<String> NEVER_EMPTY = Set.of("ntable", "ntbl", "stats");

  private UnsupportedObjects() {}

  static int run(Process process, String object, Arguments arguments) {
    String verb = arguments.isEmpty() ? "show" : arguments.next();
    boolean shows = verb.matches("s|sh|sho|show|l|ls|lst|list|state|policy|help");
    if (NEVER_EMPTY.contains(object)) {
      throw CommandFailure.refused("ip " + object + " is not available on this machine");
    } else if (!shows) {
      throw CommandFailure.refused(
          "ip " + object + " " + verb + " is not available on this machine");
    } else if (object.equals("vrf")) {
      process.out().println("Name              Table");
      process.out().println("-----------------------");
      process.out().println("No VRF has been configured");
    }
    return 0;
  }
}
