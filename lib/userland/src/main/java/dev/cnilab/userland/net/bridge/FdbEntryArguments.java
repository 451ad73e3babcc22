package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code bridge fdb add} and its sisters. What an entry cannot have here, such as
 * a VLAN, is refused by its name.
 */
final class FdbEntryArguments {
  private static final int MOST_VLANS = 4094;
  private static final int MOST_VNIS = 0xffffff;

  private final IprouteInvocation invocation;
  private @Nullable String device;
  private @Nullable String address;
  private @Nullable Ipv4Address vtep;
  private @Nullable Link via;
  private int vni;
  private @Nullable Long sourceVni;
  private int vlan = -1;
  private boolean nexthop;
  private int port;
  private boolean self;
  private boolean master;
  private FdbEntry.Kind kind = FdbEntry.Kind.PERMANENT;
  private Optional<String> flag = Optional.empty();

  private FdbEntryArguments(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  /**
   * An entry to add or delete.
   *
   * @param vtep null if no {@code dst} was given
   * @param port 0 if none was given
   * @param vni 0 if none was given
   * @param via null if none was given
   * @param master whether it is the bridge's entry
   * @param self whether it is the link's own entry
   * @param kind permanent unless another one is given
   */
  record Entry(
      MacAddress address,
      Link link,
      @Nullable Ipv4Address vtep,
      int port,
      int vni,
      @Nullable Link via,
      boolean master,
      boolean self,
      FdbEntry.Kind kind) {
    /** Whether the bridge is asked: with {@code self}, only one that is there (rtnl_fdb_add). */
    boolean isOfBridge() {
      return master && (!self || link.port().isPresent());
    }

    VxlanFdb.Remote remote() {
      if (vtep == null) {
        throw new ErrnoException(Errno.EINVAL);
      }
      VxlanFdb.Remote remote = new VxlanFdb.Remote(address, vtep, via);
      if (!(link instanceof Vxlan vxlan)) {
        return remote;
      }
      return remote
          .withPort(vxlan.settings().port() == port ? 0 : port)
          .withVni(vxlan.settings().vni() == vni ? 0 : vni);
    }
  }

  static Entry parse(Arguments arguments, IprouteInvocation invocation) {
    FdbEntryArguments given = new FdbEntryArguments(invocation);
    while (!arguments.isEmpty()) {
      given.take(arguments);
    }
    return given.entry();
  }

  private void take(Arguments arguments) {
    if (arguments.take("dev")) {
      device = arguments.next();
    } else if (arguments.take("dst")) {
      vtep = InetPrefix.nextAddress(arguments, invocation.settings().family());
    } else if (arguments.take("nhid")) {
      arguments.number(0, 0xffffffffL, "\"id\" value is invalid\n");
      nexthop = true;
    } else if (arguments.take("port")) {
      port = (int) arguments.number(0, 0xffff, "invalid port\n");
    } else if (arguments.take("vni")) {
      vni = (int) arguments.number(0, MOST_VNIS, "invalid VNI\n");
    } else if (arguments.take("src_vni")) {
      sourceVni = arguments.number(0, MOST_VNIS, "invalid src VNI\n");
    } else if (arguments.take("via")) {
      via = invocation.link(arguments.next());
    } else if (arguments.take("self")) {
      self = true;
    } else if (arguments.takeMatching("master")) {
      master = true;
    } else if (arguments.takeMatching("vlan")) {
      takeVlan(arguments.next());
    } else {
      takeKind(arguments);
    }
  }

  private void takeVlan(String word) {
    if (vlan >= 0) {
      throw CommandFailure.garbage("vlan", "vlan");
    }
    String digits = word.replaceFirst("\\D.*", ""); // as C's atoi reads them
    vlan = digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
  }

  private void takeKind(Arguments arguments) {
    if (arguments.takeMatching("router", "use", "extern_learn", "sticky")) {
      flag = Optional.of(arguments.previous());
    } else if (arguments.takeMatching("static", "temp")) {
      kind = FdbEntry.Kind.STATIC;
    } else if (arguments.takeMatching("dynamic")) {
      kind = FdbEntry.Kind.LEARNED;
    } else if (arguments.takeMatching("local", "permanent")) {
      kind = FdbEntry.Kind.PERMANENT;
    } else {
      takeAddress(arguments);
    }
  }

  private void takeAddress(Arguments arguments) {
    arguments.take("to");
    if (Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text("bridge-fdb"));
    }
    if (address != null) {
      throw CommandFailure.garbage("to", arguments.next());
    }
    address = arguments.next();
  }

  private Entry entry() {
    if (device == null || address == null) {
      throw CommandFailure.refused("Device and address are required arguments.");
    } else if (nexthop && (vtep != null || port != 0 || vni != 0)) {
      throw CommandFailure.refused("dst, port, vni are mutually exclusive with nhid");
    }
    MacAddress mac = mac(address);
    Link link = invocation.link(device);
    if (nexthop) { // none can be made
      throw CommandFailure.refused("Error: Nexthop id does not exist.");
    }
    refuseVlan();
    requireOwnSource(link);
    boolean own = self || !master;
    if (own && link instanceof Vxlan && kind != FdbEntry.Kind.PERMANENT) {
      throw unavailable("static and dynamic on a VXLAN link");
    }
    flag.ifPresent(
        each -> {
          throw unavailable(each);
        });
    return new Entry(mac, link, vtep, port, vni, via, master, own, kind);
  }

  /** As fdb_vid_parse checks it; no bridge here has VLANs. */
  private void refuseVlan() {
    if (vlan == 0 || vlan > MOST_VLANS) {
      throw CommandFailure.refused("Error: invalid vlan id.");
    } else if (vlan > 0) {
      throw unavailable("vlan");
    }
  }

  /** A VXLAN link has one VNI of its own here. */
  private void requireOwnSource(Link link) {
    if (sourceVni != null && link instanceof Vxlan vxlan && vxlan.settings().vni() != sourceVni) {
      throw unavailable("src_vni other than " + vxlan.settings().vni());
    }
  }

  static CommandFailure unavailable(String what) {
    return CommandFailure.refused("bridge fdb: " + what + " is not available on this machine");
  }

  static MacAddress mac(String word) {
    try {
      return MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.refused("Invalid mac address " + word);
    }
  }
}
