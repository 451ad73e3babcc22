package dev.cnilab.userland.net.dns;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.userland.net.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;

/** Names as bind's tools read and print them. */
public final class DnsNames {
  private DnsNames() {}

  /**
   * The names to try: a name with enough dots as it is, otherwise in each domain and then as it is.
   */
  public static List<String> candidates(String name, List<String> domains, int ndots) {
    boolean asItIs = name.endsWith(".") || name.chars().filter(c -> c == '.').count() >= ndots;
    List<String> names = new ArrayList<>();
    if (!asItIs) {
      domains.forEach(domain -> names.add(name + "." + bare(domain)));
    }
    names.add(name);
    return names;
  }

  /** A name without its trailing dot. */
  public static String bare(String name) {
    return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** The reverse DNS name of an address; empty if the word is not an address. */
  public static Optional<String> reverse(String word) {
    return Ipv4Address.read(word).map(Resolver::reverseName).or(() -> reverseOfIpv6(word));
  }

  private static Optional<String> reverseOfIpv6(String word) {
    try {
      Ipv6Address.parse(word);
      return Optional.of(bare(ReverseMap.fromAddress(word).toString()));
    } catch (IllegalArgumentException | java.net.UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /** An absolute name of the DNS library's type; empty if the text is not a valid name. */
  public static Optional<org.xbill.DNS.Name> absolute(String name) {
    try {
      return Optional.of(org.xbill.DNS.Name.fromString(name, org.xbill.DNS.Name.root));
    } catch (TextParseException malformed) {
      return Optional.empty();
    }
  }
}
