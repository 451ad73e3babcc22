package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.sockets.ServicesFile;
import java.util.ArrayList;
import java.util.List;

/** Parses the entries of {@code ipset add}; one word may denote several. */
final class EntryWords {
  private static final int MOST = 65536;

  private EntryWords() {}

  /**
   * The entries that a word denotes in a set.
   *
   * @throws CommandFailure if it does not fit the set's type
   */
  static List<SetEntry> parse(IpSet set, String word, boolean nomatch) {
    boolean single = set.type() == SetType.HASH_IP || set.type() == SetType.HASH_NET;
    if (single && word.contains(",")) {
      throw IpsetFailure.syntax(
          "Elem separator in " + word + ", but settype " + set.type() + " supports none.");
    }
    return switch (set.type()) {
      case HASH_IP -> addresses(word);
      case HASH_NET -> List.of(new SetEntry.Net(net(word), nomatch));
      case HASH_IP_PORT -> addressPorts(word);
      case LIST_SET -> List.of(new SetEntry.Member(word));
    };
  }

  private static CommandFailure unresolved(String word) {
    return IpsetFailure.syntax("cannot parse " + word + ": resolving to IPv4 address failed");
  }

  private static Ipv4Address address(String word) {
    return Ipv4Address.read(word).orElseThrow(() -> unresolved(word));
  }

  private static List<SetEntry> addresses(String word) {
    int dash = word.indexOf('-');
    if (dash > 0) {
      return range(address(word.substring(0, dash)), address(word.substring(dash + 1)));
    }
    if (word.contains("/")) {
      Ipv4Prefix prefix = prefix(word).network();
      int last = prefix.length() == 0 ? -1 : (1 << (32 - prefix.length())) - 1;
      return range(prefix.address(), prefix.address().plus(last));
    }
    return List.of(new SetEntry.Address(address(word)));
  }

  private static List<SetEntry> range(Ipv4Address from, Ipv4Address to) {
    long count = Integer.toUnsignedLong(to.bits()) - Integer.toUnsignedLong(from.bits()) + 1;
    if (count < 1 || count > MOST) {
      throw IpsetFailure.failed("Kernel error received: Range too large");
    }
    List<SetEntry> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new SetEntry.Address(from.plus(i)));
    }
    return all;
  }

  private static Ipv4Prefix prefix(String word) {
    return InetPrefix.parse(word, AddressFamily.INET)
        .map(InetPrefix::prefix)
        .orElseThrow(() -> unresolved(word));
  }

  private static Ipv4Prefix net(String word) {
    if (!word.contains("/")) {
      return Ipv4Prefix.of(address(word));
    }
    if (word.endsWith("/0")) {
      throw IpsetFailure.failed("The value of the CIDR parameter of the IP address is invalid");
    }
    return prefix(word).network();
  }

  private static List<SetEntry> addressPorts(String word) {
    int comma = word.indexOf(',');
    if (comma < 0) {
      throw IpsetFailure.syntax("Second element is missing from " + word + ".");
    }
    Ipv4Address address = address(word.substring(0, comma));
    String rest = word.substring(comma + 1);
    int colon = rest.indexOf(':');
    int protocol = TcpSegment.PROTOCOL;
    if (colon >= 0) {
      String name = rest.substring(0, colon);
      protocol = name.matches("\\d+") ? Integer.parseInt(name) : Protocols.number(name);
      if (protocol < 0) {
        throw IpsetFailure.syntax("cannot parse '" + name + "' as a protocol name");
      }
    }
    List<SetEntry> entries = new ArrayList<>();
    String[] ends = rest.substring(colon + 1).split("-", 2);
    for (int port = port(ends[0]); port <= port(ends[ends.length - 1]); port++) {
      entries.add(new SetEntry.AddressPort(address, protocol, port));
    }
    return entries;
  }

  private static int port(String word) {
    return ServicesFile.port(word)
        .orElseThrow(() -> IpsetFailure.syntax("'" + word + "' is invalid as number"));
  }
}
