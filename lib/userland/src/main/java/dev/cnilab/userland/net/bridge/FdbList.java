package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code bridge fdb show}. */
final class FdbList {
  /** The all-hosts groups (ff02::1 and 224.0.0.1), which every link that is up listens to. */
  private static final List<MacAddress> ALL_HOSTS =
      List.of(MacAddress.parse("33:33:00:00:00:01"), MacAddress.parse("01:00:5e:00:00:01"));

  /** The all-snoopers groups (224.0.0.106 and ff02::6a), which a bridge listens to. */
  private static final List<MacAddress> ALL_SNOOPERS =
      List.of(MacAddress.parse("01:00:5e:00:00:6a"), MacAddress.parse("33:33:00:00:00:6a"));

  private final IprouteInvocation invocation;
  private @Nullable String deviceName;
  private @Nullable String bridgeName;
  private @Nullable Link device;
  private @Nullable Link bridge;
  private boolean dynamic;
  private @Nullable String state;

  /** Only entries of this VLAN; no entry has one. "" for all. */
  private String vlan = "";

  FdbList(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  static FdbList parse(Arguments arguments, IprouteInvocation invocation) {
    FdbList list = new FdbList(invocation);
    while (!arguments.isEmpty()) {
      list.take(arguments);
    }
    list.bridge = list.bridgeName == null ? null : list.existingBridge(list.bridgeName);
    list.device = list.deviceName == null ? null : invocation.link(list.deviceName);
    return list;
  }

  /** Prints a bridge's entry of an address, given the bridge or a port; false if there is none. */
  boolean printOfBridge(Link link, MacAddress address) {
    Link master = link instanceof Bridge ? link : link.master().orElse(null);
    if (!(master instanceof Bridge database)) {
      throw CommandFailure.of(254, "Error: Device is not a bridge port.");
    }
    bridge = database;
    boolean found = false;
    for (FdbEntry entry : database.fdb()) {
      if (entry.address().equals(address)) {
        found = true;
        entry(address, entry.port(), null, database, kind(entry));
      }
    }
    return found;
  }

  /** Prints a VXLAN link's own entry of an address; false if there is none. */
  boolean printOwn(Link link, MacAddress address) {
    if (!(link instanceof Vxlan vxlan)) {
      throw FdbEntryArguments.unavailable("an address of " + link.name() + " itself");
    }
    Optional<VxlanFdb.Remote> found =
        vxlan.fdb().list().stream().filter(each -> each.address().equals(address)).findFirst();
    found.ifPresent(remote -> entry(address, link, remote, null, kind(remote)));
    return found.isPresent();
  }

  private static String kind(VxlanFdb.Remote remote) {
    return remote.isLearned() ? "" : "permanent";
  }

  private static String kind(FdbEntry entry) {
    return switch (entry.kind()) {
      case LEARNED -> "";
      case STATIC -> "static";
      case PERMANENT -> "permanent";
    };
  }

  private void take(Arguments arguments) {
    if (arguments.take("brport") || arguments.take("dev")) {
      deviceName = arguments.next();
    } else if (arguments.take("br")) {
      bridgeName = arguments.next();
    } else if (arguments.take("vlan")) {
      vlan = atoi(arguments.next());
    } else if (arguments.take("state")) {
      state = state(arguments.next());
    } else if (arguments.take("dynamic")) {
      dynamic = true;
    } else if (Arguments.matches(arguments.next(), "help")) {
      throw CommandFailure.usage(Usage.text("bridge-fdb"));
    }
  }

  /** As C's atoi reads a number. */
  private static String atoi(String word) {
    return word.replaceFirst("\\D.*", "").replaceFirst("^0+", "");
  }

  private static @Nullable String state(String word) {
    if (Arguments.matches(word, "permanent")) {
      return "permanent";
    }
    if (Arguments.matches(word, "static") || Arguments.matches(word, "temp")) {
      return "static";
    }
    if (Arguments.matches(word, "stale")) {
      return "stale";
    }
    if (Arguments.matches(word, "reachable")) {
      return "";
    }
    if (word.equals("all")) {
      return null;
    }
    throw CommandFailure.wrong(word, "invalid state");
  }

  private Link existingBridge(String name) {
    return invocation
        .links()
        .find(name)
        .orElseThrow(() -> CommandFailure.refused("Cannot find bridge device \"" + name + "\""));
  }

  void print() {
    for (Link link : invocation.links().all()) {
      boolean ofBridge = bridge == null || bridge == link || link.master().orElse(null) == bridge;
      if ((device == null || device == link) && ofBridge) {
        print(link);
      }
    }
  }

  private void print(Link link) {
    link.master().filter(FdbList::isBridge).ifPresent(master -> ofBridge(link, master));
    if (link instanceof Bridge own && isBridge(own)) {
      ofBridge(link, own);
    }
    if (link instanceof Vxlan vxlan) {
      for (VxlanFdb.Remote remote : vxlan.fdb().list()) {
        entry(remote.address(), link, remote, null, kind(remote));
      }
      return;
    }
    if (link.isUp() && !(link instanceof Loopback)) {
      if (link instanceof Bridge own && isBridge(own)) {
        ALL_SNOOPERS.forEach(each -> entry(each, link, null, null, "permanent"));
      }
      ALL_HOSTS.forEach(each -> entry(each, link, null, null, "permanent"));
    }
  }

  /** Whether it is a bridge; an Open vSwitch datapath has flows and no such database. */
  private static boolean isBridge(Bridge master) {
    return !(master instanceof Datapath);
  }

  private void ofBridge(Link link, Bridge master) {
    for (FdbEntry entry : master.fdb()) {
      if (entry.port() == link) {
        entry(entry.address(), link, null, master, kind(entry));
      }
    }
  }

  private void entry(
      MacAddress address,
      Link link,
      VxlanFdb.@Nullable Remote remote,
      @Nullable Bridge master,
      String kind) {
    boolean isHidden = dynamic && kind.equals("permanent");
    if (isHidden || !vlan.isEmpty() || (state != null && !state.equals(kind))) {
      return;
    }
    CommandReport out = invocation.report();
    out.openObject();
    out.field("mac", "%s ", address);
    if (device == null) {
      out.text("dev ").field("ifname", "%s ", link.name());
    }
    if (remote != null) {
      out.text("dst ").field("dst", "%s ", remote.vtep());
      if (remote.port() != 0) {
        out.field("port", "port %d ", remote.port());
      }
      if (remote.vni() != 0) {
        out.field("vni", "vni %d ", remote.vni());
      }
      if (remote.via() != null) {
        out.field("viaIf", "via %s ", remote.via().name());
      }
    }
    out.openArray("flags");
    if (master == null) {
      out.element("%s ", "self");
    }
    out.closeArray();
    if (master != null) {
      out.field("master", "master %s ", master.name());
    }
    out.field("state", "%s\n", kind);
    out.closeObject();
  }
}
