package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.userland.net.bridge.FdbEntryArguments.Entry;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.function.BiConsumer;

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
      change(arguments, VxlanFdb::add, Bridge::addFdb);
    } else if (arguments.takeMatching("append")) {
      change(arguments, VxlanFdb::append, Bridge::replaceFdb);
    } else if (arguments.takeMatching("replace")) {
      change(arguments, VxlanFdb::replace, Bridge::replaceFdb);
    } else if (arguments.takeMatching("delete")) {
      delete(FdbEntryArguments.parse(arguments, invocation));
    } else if (arguments.take("flush")) {
      FdbFlush.run(arguments, invocation);
    } else if (arguments.take("get")) {
      get(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("bridge-fdb"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "bridge fdb");
    }
  }

  /** What a verb does to the table of a bridge. */
  @FunctionalInterface
  private interface BridgeChange {
    void make(Bridge bridge, MacAddress address, BridgePort port, FdbEntry.Kind kind);
  }

  private void change(
      Arguments arguments,
      BiConsumer<VxlanFdb, VxlanFdb.Remote> vxlanChange,
      BridgeChange bridgeChange) {
    Entry entry = FdbEntryArguments.parse(arguments, invocation);
    Caller.requireAdministrator();
    if (entry.isOfBridge()) {
      BridgePort port = port(entry.link());
      if (entry.kind() == FdbEntry.Kind.LEARNED && !port.isForwarding()) {
        throw new ErrnoException(Errno.EPERM);
      }
      bridgeChange.make(port.bridge(), entry.address(), port, entry.kind());
    }
    if (!entry.self()) {
      return;
    } else if (entry.link() instanceof Vxlan vxlan) {
      vxlanChange.accept(vxlan.fdb(), entry.remote());
    } else if (entry.link() instanceof Loopback) {
      throw CommandFailure.refused("Error: FDB add only supported for Ethernet devices.");
    } else if (entry.link() instanceof Bridge bridge && entry.address().equals(bridge.address())) {
      bridge.addOwnFdb();
    } else if (entry.kind() != FdbEntry.Kind.PERMANENT) {
      throw new ErrnoException(Errno.EINVAL);
    } else {
      throw FdbEntryArguments.unavailable("an address of " + entry.link().name() + " itself");
    }
  }

  private void get(Arguments arguments) {
    MacAddress address = null;
    Link link = null;
    boolean self = false;
    while (!arguments.isEmpty()) {
      if (arguments.take("br") || arguments.take("dev") || arguments.take("brport")) {
        link = invocation.link(arguments.next());
      } else if (arguments.take("vlan") || arguments.take("vni")) {
        throw FdbEntryArguments.unavailable("vlan or vni of an entry");
      } else if (arguments.take("self")) {
        self = true;
      } else if (!arguments.take("master") && !arguments.take("dynamic")) {
        arguments.take("to");
        address = FdbEntryArguments.mac(arguments.next());
      }
    }
    if (link == null || address == null) {
      throw CommandFailure.refused("Device or master and address are required arguments.");
    }
    FdbList list = new FdbList(invocation);
    if (!(self ? list.printOwn(link, address) : list.printOfBridge(link, address))) {
      throw CommandFailure.of(254, "Error: Fdb entry not found.");
    }
  }

  private static void delete(Entry entry) {
    Caller.requireAdministrator();
    if (entry.isOfBridge()) {
      port(entry.link()).bridge().removeFdb(entry.address(), port(entry.link()));
    }
    if (!entry.self()) {
      return;
    } else if (!(entry.link() instanceof Vxlan vxlan)) {
      throw new ErrnoException(Errno.ENOENT);
    } else if (entry.vtep() == null) {
      vxlan.fdb().remove(entry.address());
    } else {
      vxlan.fdb().remove(entry.remote());
    }
  }

  private static BridgePort port(Link link) {
    return link.port().orElseThrow(() -> new ErrnoException(Errno.EOPNOTSUPP));
  }
}
