package dev.cnilab.userland.net.neigh;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ip neigh show|flush|get}. */
final class NeighborList {
  /** The work of a deletion, in microseconds. */
  private static final int DELETION = 2;

  private final IprouteInvocation invocation;
  private @Nullable String deviceName;
  private @Nullable Link device;
  private @Nullable Ipv4Prefix to;
  private @Nullable Link master;
  private boolean withoutMaster;
  private boolean nothing;
  private boolean proxied;
  private boolean statesGiven;
  private Set<NeighborState> states = EnumSet.allOf(NeighborState.class);

  NeighborList(IprouteInvocation invocation) {
    this.invocation = invocation;
    this.nothing = invocation.settings().family() == AddressFamily.INET6;
  }

  void show(Arguments arguments) {
    states.removeAll(Set.of(NeighborState.NOARP, NeighborState.NONE));
    parse(arguments);
    if (proxied) {
      printProxied();
    } else {
      entries().forEach(this::print);
    }
  }

  void flush(Arguments arguments) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused(
          invocation.settings().isBusybox()
              ? "\"ip neigh flush\" requires an argument"
              : "Flush requires arguments.");
    }
    states.removeAll(Set.of(NeighborState.PERMANENT, NeighborState.NOARP));
    parse(arguments);
    List<NeighborEntry> doomed = entries();
    if (!doomed.isEmpty()) {
      invocation.requireFlushing(CommandFailure.REFUSED);
    }
    for (NeighborEntry each : doomed) {
      invocation.process().work(DELETION);
      invocation.network().neighbors().delete(each.address(), each.link());
    }
    if (invocation.settings().isBusybox()) {
      doomed.forEach(this::print);
      invocation
          .report()
          .text(
              doomed.isEmpty()
                  ? "Nothing to flush\n"
                  : "\n*** Round 1, deleting "
                      + doomed.size()
                      + " entries ***\n*** Flush is complete after 1 round(s) ***\n");
    } else if (invocation.settings().statistics() > 0) {
      invocation
          .report()
          .text(
              doomed.isEmpty()
                  ? "Nothing to flush.\n"
                  : "\n*** Round 1, deleting "
                      + doomed.size()
                      + " entries ***\n*** Flush is complete after 1 round ***\n");
    }
  }

  void get(Arguments arguments) {
    InetPrefix wanted = null;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        deviceName = arguments.next();
      } else {
        arguments.takeMatching("proxy");
        arguments.take("to");
        if (Arguments.matches(arguments.peek(), "help")) {
          throw CommandFailure.usage(Usage.text("ip-neigh"));
        }
        if (wanted != null) {
          throw CommandFailure.garbage("to", arguments.next());
        }
        wanted = InetPrefix.nextHost(arguments, invocation.settings().family());
      }
    }
    if (deviceName == null || wanted == null) {
      throw CommandFailure.refused("Device and address are required arguments.");
    }
    Link link = invocation.link(deviceName);
    print(
        invocation
            .network()
            .neighbors()
            .find(wanted.address(), link)
            .orElseThrow(() -> new ErrnoException(Errno.ENOENT, "Neighbour entry not found")));
  }

  private void parse(Arguments arguments) {
    while (!arguments.isEmpty()) {
      take(arguments);
    }
    device = deviceName == null ? null : invocation.link(deviceName);
  }

  private void take(Arguments arguments) {
    if (arguments.take("dev")) {
      String word = arguments.next();
      if (deviceName != null) {
        throw CommandFailure.duplicate("dev", word);
      }
      deviceName = word;
    } else if (arguments.take("master")) {
      String word = arguments.next();
      master =
          invocation
              .links()
              .find(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "Device does not exist\n"));
    } else if (arguments.take("vrf")) {
      throw CommandFailure.wrong(arguments.next(), "Not a valid VRF name\n");
    } else if (arguments.take("nomaster")) {
      withoutMaster = true;
    } else if (arguments.take("proxy")) {
      proxied = true;
    } else if (arguments.take("nud")) {
      takeState(arguments.next());
    } else if (arguments.takeMatching("protocol")) {
      arguments.next();
    } else if (!arguments.take("unused")) {
      arguments.take("to");
      if (Arguments.matches(arguments.peek(), "help")) {
        throw CommandFailure.usage(Usage.text("ip-neigh"));
      }
      InetPrefix prefix = InetPrefix.next(arguments, invocation.settings().family());
      nothing |= prefix.family() == AddressFamily.INET6;
      to = prefix.prefix();
    }
  }

  private void takeState(String word) {
    if (!statesGiven) {
      statesGiven = true;
      states = EnumSet.noneOf(NeighborState.class);
    }
    if (word.equals("all")) {
      states.addAll(EnumSet.allOf(NeighborState.class));
    } else {
      states.add(
          States.parse(word).orElseThrow(() -> CommandFailure.wrong(word, "nud state is bad")));
    }
  }

  private void printProxied() {
    CommandReport out = invocation.report();
    proxiedNow()
        .forEach(
            (link, addresses) -> {
              for (Ipv4Address address : addresses) {
                out.openObject();
                out.field("dst", "%s ", address);
                if (device == null) {
                  out.field("dev", "dev %s ", link.name());
                }
                out.json("proxy", true).text("proxy \n");
                out.closeObject();
              }
            });
  }

  /** A copy, because others may run while it is printed. */
  private Map<Link, List<Ipv4Address>> proxiedNow() {
    Map<Link, List<Ipv4Address>> copy = new LinkedHashMap<>();
    invocation
        .network()
        .neighbors()
        .proxies()
        .byLink()
        .forEach((link, addresses) -> copy.put(link, List.copyOf(addresses)));
    return copy;
  }

  private List<NeighborEntry> entries() {
    return invocation.network().neighbors().list().stream()
        .filter(each -> !nothing && states.contains(each.state()))
        .filter(each -> device == null || each.link() == device)
        .filter(each -> to == null || to.contains(each.address()))
        .filter(each -> master == null || each.link().master().orElse(null) == master)
        .filter(each -> !withoutMaster || each.link().master().isEmpty())
        .toList();
  }

  private void print(NeighborEntry entry) {
    NeighborReport report = new NeighborReport(invocation);
    if (device == null) {
      report.print(entry);
    } else {
      report.printWithoutLink(entry);
    }
  }
}
