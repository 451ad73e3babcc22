package dev.cnilab.userland.net.neigh;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.MacWord;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ip neigh add|change|replace|del} (ipneigh_modify).
 *
 * @param mac null if none was given
 * @param proxy whether it is a proxy entry
 */
record NeighborRequest(
    Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state, boolean proxy) {

  static NeighborRequest parse(Arguments arguments, IprouteInvocation invocation) {
    AddressFamily family = invocation.settings().family();
    InetPrefix destination = null;
    String mac = null;
    String device = null;
    NeighborState state = NeighborState.PERMANENT;
    boolean proxy = false;
    while (!arguments.isEmpty()) {
      if (arguments.takeMatching("lladdr")) {
        mac = once("lladdr", mac, arguments.next());
      } else if (arguments.take("nud")) {
        state = state(arguments.next());
      } else if (arguments.take("dev")) {
        device = arguments.next();
      } else if (arguments.takeMatching("protocol")) {
        arguments.next();
      } else if (!isFlag(arguments)) {
        proxy |= arguments.takeMatching("proxy");
        arguments.take("to");
        if (destination != null) {
          throw CommandFailure.garbage("to", arguments.next());
        }
        destination = InetPrefix.nextHost(arguments, family);
      }
    }
    if (device == null || destination == null) {
      throw CommandFailure.usage("Device and destination are required arguments.");
    }
    MacAddress parsed = mac == null || mac.equals("null") ? null : MacWord.parse(mac);
    Link link = invocation.link(device);
    if (destination.family() == AddressFamily.INET6) {
      throw new ErrnoException(Errno.EACCES);
    }
    return new NeighborRequest(destination.address(), link, parsed, state, proxy);
  }

  private static boolean isFlag(Arguments arguments) {
    return arguments.take("router")
        || arguments.take("use")
        || arguments.take("managed")
        || arguments.takeMatching("extern_learn");
  }

  private static String once(String key, @Nullable String before, String now) {
    if (before != null) {
      throw CommandFailure.duplicate(key, now);
    }
    return now;
  }

  private static NeighborState state(String word) {
    return States.parse(word).orElseThrow(() -> CommandFailure.wrong(word, "nud state is bad"));
  }
}
