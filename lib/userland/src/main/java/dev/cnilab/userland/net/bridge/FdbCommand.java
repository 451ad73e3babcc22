package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code bridge fdb}, for bridges and VXLAN links. */
final class FdbCommand {
  private final IprouteInvocation invocation;

  FdbCommand(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  void run(Arguments arguments) {
    if (arguments.isEmpty() || arguments.takeMatching("show", "lst", "list")) {
      FdbList.parse(arguments, invocation).print();
    } else if (arguments.takeMatching("add")) {
      Entry entry = parse(arguments);
      change(
          entry,
          vxlan -> vxlan.fdb().add(entry.remote()),
          port -> port.bridge().addFdb(entry.address, port, entry.kind));
    } else if (arguments.takeMatching("append")) {
      Entry entry = parse(arguments);
      change(
          entry,
          vxlan -> vxlan.fdb().append(entry.remote()),
          port -> port.bridge().addFdb(entry.address, port, entry.kind));
    } else if (arguments.takeMatching("replace")) {
      Entry entry = parse(arguments);
      change(
          entry,
          vxlan -> vxlan.fdb().replace(entry.remote()),
          port -> port.bridge().replaceFdb(entry.address, port, entry.kind));
    } else if (arguments.takeMatching("delete")) {
      delete(parse(arguments));
    } else if (arguments.take("flush")) {
      flush(arguments);
    } else if (arguments.take("get")) {
      get(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("bridge-fdb"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "bridge fdb");
    }
  }

  /**
   * An entry to add or delete.
   *
   * @param vtep null if no {@code dst} was given
   * @param port 0 if none was given
   * @param via null if none was given
   * @param master whether it is the bridge's entry, not the link's own
   * @param kind permanent unless another one is given
   */
  private record Entry(
      MacAddress address,
      Link link,
      @Nullable Ipv4Address vtep,
      int port,
      @Nullable Link via,
      boolean master,
      FdbEntry.Kind kind) {
    VxlanFdb.Remote remote() {
      if (vtep == null) {
        throw new ErrnoException(Errno.EINVAL);
      }
      VxlanFdb.Remote remote = new VxlanFdb.Remote(address, vtep, via);
      boolean own = link instanceof Vxlan vxlan && vxlan.settings().port() == port;
      return own ? remote : remote.withPort(port);
    }
  }

  private Entry parse(Arguments arguments) {
    String device = null;
    String address = null;
    Ipv4Address vtep = null;
    int port = 0;
    Link via = null;
    boolean master = false;
    FdbEntry.Kind kind = FdbEntry.Kind.PERMANENT;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        device = arguments.next();
      } else if (arguments.take("dst")) {
        vtep = InetPrefix.nextAddress(arguments, invocation.settings().family());
      } else if (arguments.take("nhid") || arguments.take("vni")) {
        arguments.next();
      } else if (arguments.take("port")) {
        port = (int) arguments.number(0, 0xffff, "invalid port\n");
      } else if (arguments.take("src_vni")) {
        arguments.next();
      } else if (arguments.take("via")) {
        via = invocation.link(arguments.next());
      } else if (arguments.takeMatching("master")) {
        master = true;
      } else if (arguments.takeMatching("vlan")) {
        arguments.next();
      } else if (arguments.takeMatching("static", "temp")) {
        kind = FdbEntry.Kind.STATIC;
      } else if (arguments.takeMatching("dynamic")) {
        kind = FdbEntry.Kind.LEARNED;
      } else if (!isFlag(arguments)) {
        arguments.take("to");
        if (Arguments.matches(arguments.peek(), "help")) {
          throw CommandFailure.usage(Usage.text("bridge-fdb"));
        }
        if (address != null) {
          throw CommandFailure.garbage("to", arguments.next());
        }
        address = arguments.next();
      }
    }
    if (device == null || address == null) {
      throw CommandFailure.refused("Device and address are required arguments.");
    }
    return new Entry(mac(address), invocation.link(device), vtep, port, via, master, kind);
  }

  private static boolean isFlag(Arguments arguments) {
    return arguments.take("self")
        || arguments.takeMatching("router", "local", "permanent")
        || arguments.takeMatching("use", "extern_learn", "sticky");
  }

  private static MacAddress mac(String word) {
    try {
      return MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.refused("Invalid mac address " + word);
    }
  }

  private static void change(
      Entry entry, Consumer<Vxlan> vxlanChange, Consumer<BridgePort> portChange) {
    Caller.requireAdministrator();
    if (!entry.master && entry.link instanceof Vxlan vxlan) {
      vxlanChange.accept(vxlan);
    } else if (entry.master) {
      portChange.accept(port(entry.link));
    }
  }

  private void get(Arguments arguments) {
    MacAddress address = null;
    Link link = null;
    while (!arguments.isEmpty()) {
      if (arguments.take("br") || arguments.take("dev") || arguments.take("brport")) {
        link = invocation.link(arguments.next());
      } else {
        arguments.take("to");
        address = mac(arguments.next());
      }
    }
    if (link == null || address == null) {
      throw CommandFailure.refused("Device or master and address are required arguments.");
    }
    if (!FdbList.of(invocation, link).printEntry(address)) {
      throw CommandFailure.of(254, "Error: Fdb entry not found.");
    }
  }

  private static void delete(Entry entry) {
    Caller.requireAdministrator();
    if (!entry.master && entry.link instanceof Vxlan vxlan) {
      if (entry.vtep == null) {
        vxlan.fdb().remove(entry.address);
      } else {
        vxlan.fdb().remove(entry.remote());
      }
    } else if (entry.master) {
      port(entry.link).bridge().removeFdb(entry.address, port(entry.link));
    } else {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  private static BridgePort port(Link link) {
    return link.port().orElseThrow(() -> new ErrnoException(Errno.EOPNOTSUPP));
  }

  private void flush(Arguments arguments) {
    Link link = null;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        link = invocation.link(arguments.next());
      } else {
        arguments.next();
      }
    }
    if (link == null) {
      throw CommandFailure.refused("Device is a required argument.");
    }
    Caller.requireAdministrator();
    if (link instanceof Vxlan vxlan) {
      vxlan.fdb().list().forEach(vxlan.fdb()::remove);
    } else if (!(link instanceof Bridge)) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }
}
