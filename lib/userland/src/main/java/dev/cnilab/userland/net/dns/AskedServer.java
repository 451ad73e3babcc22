package dev.cnilab.userland.net.dns;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.userland.net.resolve.DnsQuery;
import dev.cnilab.userland.net.resolve.DnsReply;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;

/**
 * A DNS server to query.
 *
 * @param given its name as typed or in resolv.conf
 * @param address empty for an IPv6 address, which is not reachable
 */
public record AskedServer(String given, String text, Optional<Ipv4Address> address) {
  private static final AskedServer IPV6_LOOPBACK = new AskedServer("::1", "::1", Optional.empty());

  private static AskedServer of(String given, Ipv4Address address) {
    return new AskedServer(given, address.toString(), Optional.of(address));
  }

  /** The servers of resolv.conf; both loopback addresses if it names none. */
  public static List<AskedServer> configured(ResolverConfiguration configuration) {
    List<AskedServer> servers =
        configuration.servers().stream().map(each -> of(each.toString(), each)).toList();
    return configuration.namesServers() ? servers : List.of(IPV6_LOOPBACK, servers.getFirst());
  }

  /**
   * The servers that a word denotes: a name may have several addresses.
   *
   * @throws LookupFailure if it has none
   */
  public static List<AskedServer> named(Process process, String word) throws LookupFailure {
    return new Resolver(process)
        .find(word).addresses().stream().map(each -> of(word, each)).toList();
  }

  DnsReply ask(LookupSettings how, Message query, Transport transport) {
    if (address.isEmpty()) {
      return new DnsReply.Unsent(Errno.EADDRNOTAVAIL);
    }
    DnsQuery exchange =
        new DnsQuery(
            how.process(),
            how.source(),
            address.get(),
            how.port(),
            how.timeout(),
            DnsQuery.Errors.HARD);
    return switch (transport) {
      case UDP -> exchange.ask(query);
      case UDP_ONLY -> exchange.overUdp(query);
      case TCP -> exchange.overTcp(query);
    };
  }

  /** The transport of a query. */
  public enum Transport {
    /** UDP, and TCP if the answer is too long for UDP. */
    UDP,
    UDP_ONLY,
    TCP
  }
}
