package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import java.util.ArrayList;
import java.util.List;

/**
 * The multicast groups that a link is in: those of all hosts, of IPv6's neighbor discovery, of a
 * bridge that snoops, and those that an administrator added.
 *
 * @param linkLayer in the order in which they were joined
 * @param added those among them that an administrator added
 * @param ipv4 the latest first
 * @param ipv6 the latest first
 */
public record MulticastGroups(
    List<MacAddress> linkLayer,
    List<MacAddress> added,
    List<Ipv4Address> ipv4,
    List<Ipv6Address> ipv6) {
  private static final MacAddress ALL_HOSTS = MacAddress.parse("01:00:5e:00:00:01");
  private static final MacAddress ALL_NODES = MacAddress.parse("33:33:00:00:00:01");
  private static final List<MacAddress> SNOOPERS =
      List.of(MacAddress.parse("01:00:5e:00:00:6a"), MacAddress.parse("33:33:00:00:00:6a"));
  private static final long SOLICITED_LINK = 0x3333_ff00_0000L;
  private static final long SOLICITED_HIGH = 0xff02_0000_0000_0000L;
  private static final long SOLICITED_LOW = 0x0000_0001_ff00_0000L;
  private static final long LAST_THREE_BYTES = 0xff_ffff;

  /** The groups of a link at this moment. */
  public static MulticastGroups of(Link link) {
    List<MacAddress> linkLayer = new ArrayList<>();
    List<Ipv4Address> ipv4 = new ArrayList<>();
    List<Ipv6Address> ipv6 = new ArrayList<>();
    boolean snoops = link instanceof Bridge && link.isUp();
    linkLayer.add(ALL_NODES);
    if (snoops) {
      linkLayer.addAll(SNOOPERS);
      ipv6.add(Ipv6Address.parse("ff02::6a"));
    }
    if (link.isUp()) {
      linkLayer.add(ALL_HOSTS);
      ipv4.add(Ipv4Address.parse("224.0.0.1"));
    }
    if (snoops) {
      ipv4.add(Ipv4Address.parse("224.0.0.106"));
    }
    link.inet6()
        .address()
        .filter(own -> !(link instanceof Loopback))
        .ifPresent(
            own -> {
              long end = own.low() & LAST_THREE_BYTES;
              linkLayer.add(new MacAddress(SOLICITED_LINK | end));
              ipv6.addFirst(new Ipv6Address(SOLICITED_HIGH, SOLICITED_LOW | end));
            });
    ipv6.add(Ipv6Address.parse("ff02::1"));
    ipv6.add(Ipv6Address.parse("ff01::1"));
    if (link instanceof Loopback || link instanceof Ipip) {
      linkLayer.clear(); // they have no such addresses
    }
    List<MacAddress> added = link.options().groups();
    linkLayer.addAll(added);
    return new MulticastGroups(linkLayer, added, ipv4, ipv6);
  }
}
