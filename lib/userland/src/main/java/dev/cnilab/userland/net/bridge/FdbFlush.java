package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code bridge fdb flush}: of a VXLAN link, a bridge, or with {@code master} one port of it. It
 * also deletes the entries of their own addresses, without which a bridge takes no frames itself.
 */
final class FdbFlush {
  private static final Map<String, FdbEntry.Kind> KINDS =
      Map.of(
          "permanent", FdbEntry.Kind.PERMANENT,
          "static", FdbEntry.Kind.STATIC,
          "dynamic", FdbEntry.Kind.LEARNED);

  /** No entry has any of these here. */
  private static final Set<String> NEVER_SET = Set.of("extern_learn", "sticky", "offloaded");

  private final IprouteInvocation invocation;
  private final Set<FdbEntry.Kind> kinds = EnumSet.allOf(FdbEntry.Kind.class);
  private @Nullable Link link;
  private @Nullable Link port;
  private boolean master;

  private FdbFlush(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  static void run(Arguments arguments, IprouteInvocation invocation) {
    FdbFlush flush = new FdbFlush(invocation);
    while (!arguments.isEmpty()) {
      flush.take(arguments);
    }
    flush.run();
  }

  private void take(Arguments arguments) {
    if (arguments.take("dev")) {
      link = invocation.link(arguments.next());
    } else if (arguments.take("brport")) {
      port = port(arguments.next());
    } else if (arguments.take("vlan")) {
      if (!arguments.next().equals("0")) {
        kinds.clear(); // entries have none
      }
    } else if (arguments.take("master")) {
      master = true;
    } else if (!arguments.take("self")) {
      takeFilter(arguments.next());
    }
  }

  private Link port(String name) {
    return invocation
        .links()
        .find(name)
        .orElseThrow(
            () -> CommandFailure.refused("Cannot find bridge port device \"" + name + "\""));
  }

  private void takeFilter(String word) {
    if (KINDS.containsKey(word)) {
      kinds.retainAll(Set.of(KINDS.get(word)));
    } else if (word.startsWith("no") && KINDS.containsKey(word.substring(2))) {
      kinds.remove(KINDS.get(word.substring(2)));
    } else if (NEVER_SET.contains(word)) {
      kinds.clear();
    } else if (word.endsWith("added_by_user")) {
      throw FdbEntryArguments.unavailable(word);
    } else if (Arguments.matches(word, "help")) {
      throw CommandFailure.usage(Usage.text("bridge-fdb"));
    }
  }

  private void run() {
    if (link == null) {
      throw CommandFailure.refused("Device is a required argument.");
    }
    Caller.requireAdministrator();
    Optional<BridgePort> own = link.port();
    if (master && own.isPresent()) {
      flush(own.get().bridge(), own.get().link());
    } else if (!master && link instanceof Bridge bridge) {
      flush(bridge, port);
    } else if (!master && link instanceof Vxlan vxlan) {
      flush(vxlan);
    } else {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }

  private void flush(Vxlan vxlan) {
    vxlan.fdb().list().stream()
        .filter(
            each ->
                kinds.contains(each.isLearned() ? FdbEntry.Kind.LEARNED : FdbEntry.Kind.PERMANENT))
        .forEach(vxlan.fdb()::remove);
  }

  private void flush(Bridge bridge, @Nullable Link only) {
    if (only != null && only != bridge) {
      requirePort(only, bridge);
    }
    bridge.fdb().stream()
        .filter(entry -> only == null || only == entry.port())
        .filter(entry -> kinds.contains(entry.kind()))
        .forEach(bridge::removeFdb);
  }

  /** As the kernel does (br_fdb.c, __fdb_flush_validate_ifindex). */
  private static void requirePort(Link link, Bridge bridge) {
    String why =
        link instanceof Bridge
            ? "Flush bridge device does not match target bridge device."
            : link.port().isEmpty()
                ? "Flush device is not a bridge or bridge port."
                : "Port belongs to a different bridge device.";
    if (link.port().map(BridgePort::bridge).orElse(null) != bridge) {
      throw CommandFailure.refused("Error: bridge: " + why);
    }
  }
}
