package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Macvlan;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.Optional;

/** {@code ip link add link … type macvlan|ipvlan} (ip/iplink_macvlan.c, ip/iplink_ipvlan.c). */
final class StackedCreation {
  private final IprouteInvocation invocation;

  StackedCreation(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  void run(LinkRequest request, Links links, Arguments arguments) {
    String kind = request.kind();
    if (kind.equals("macvlan")) {
      Macvlan.Mode mode = macvlanMode(arguments);
      String name = LinkCreation.name(request, links, kind);
      complete(request, links.addMacvlan(name, lower(request), mode));
    } else {
      takeIpvlanMode(arguments);
      String name = LinkCreation.name(request, links, kind);
      complete(request, links.addIpvlan(name, lower(request)));
    }
  }

  private Link lower(LinkRequest request) {
    if (request.lower().isEmpty()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    return invocation
        .links()
        .find(request.lower())
        .orElseThrow(() -> CommandFailure.noDevice(request.lower()));
  }

  private static void complete(LinkRequest request, Link made) {
    try {
      request.complete(made);
    } catch (ErrnoException refused) {
      made.delete();
      throw refused;
    }
  }

  private static Macvlan.Mode macvlanMode(Arguments arguments) {
    Macvlan.Mode mode = Macvlan.Mode.VEPA;
    while (!arguments.isEmpty()) {
      String key = arguments.next();
      switch (key) {
        case "mode" -> mode = macvlanMode(arguments.next());
        case "flag", "bcqueuelen", "bclim", "macaddr" -> throw unavailable("macvlan " + key);
        default -> throw CommandFailure.refused("macvlan: unknown option \"" + key + "\"?");
      }
    }
    return mode;
  }

  private static Macvlan.Mode macvlanMode(String word) {
    return switch (word) {
      case "passthru", "source" -> throw unavailable("macvlan mode " + word);
      default ->
          Optional.of(word)
              .flatMap(StackedCreation::modeNamed)
              .orElseThrow(
                  () ->
                      CommandFailure.refused(
                          "Error: argument of \"mode\" must be \"private\", \"vepa\", \"bridge\","
                              + " \"passthru\" or \"source\", not \""
                              + word
                              + "\""));
    };
  }

  private static Optional<Macvlan.Mode> modeNamed(String word) {
    for (Macvlan.Mode each : Macvlan.Mode.values()) {
      if (each.text().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Reads the mode; without it the kernel would choose l3. */
  private static void takeIpvlanMode(Arguments arguments) {
    String mode = "l3";
    while (!arguments.isEmpty()) {
      String key = arguments.next();
      switch (key) {
        case "mode" -> mode = arguments.next();
        case "bridge" -> {}
        case "private", "vepa" -> throw unavailable("ipvlan flag " + key);
        default -> throw CommandFailure.refused("ipvlan: unknown option \"" + key + "\"?");
      }
    }
    switch (mode) {
      case "l2" -> {}
      case "l3", "l3s" -> throw unavailable("ipvlan mode " + mode);
      default ->
          throw CommandFailure.refused(
              "Error: argument of \"mode\" must be either \"l2\", \"l3\" or \"l3s\"");
    }
  }

  private static CommandFailure unavailable(String what) {
    return CommandFailure.refused(what + " is not available on this machine");
  }
}
