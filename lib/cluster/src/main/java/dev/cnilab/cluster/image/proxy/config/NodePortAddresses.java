package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The addresses at which a node serves node ports: {@code nodePortAddresses} of kube-proxy's
 * configuration (pkg/proxy/util/nodeport_addresses.go).
 *
 * @param ranges the configured ranges, and the keyword {@code primary}
 * @param localhost whether iptables serves them at 127.0.0.1, too
 */
public record NodePortAddresses(List<String> ranges, boolean localhost) {
  /** The addresses of the host that stay on it. */
  public static final Ipv4Prefix LOOPBACK = Ipv4Prefix.parse("127.0.0.0/8");

  static final Set<String> KEYWORDS = Set.of("primary", "localhost", "all");

  private static final String EVERYTHING = "0.0.0.0/0";
  private static final String PRIMARY = "primary";

  static NodePortAddresses of(JsonNode configured, ProxyMode mode, boolean localhost) {
    List<String> ranges = new ArrayList<>();
    for (JsonNode each : configured) {
      switch (each.asText()) {
        case "all" -> ranges.add(EVERYTHING);
        case "localhost" -> ranges.add("127.0.0.0/8");
        default -> ranges.add(each.asText());
      }
    }
    if (ranges.isEmpty()) {
      ranges.add(mode == ProxyMode.NFTABLES ? PRIMARY : EVERYTHING);
    }
    return new NodePortAddresses(List.copyOf(ranges), localhost);
  }

  /** Whether they are all addresses of the node. */
  public boolean matchAll() {
    return ranges.contains(EVERYTHING);
  }

  /** Whether node ports are served at 127.0.0.1, which needs {@code route_localnet}. */
  public boolean atLocalhost() {
    return localhost && blocks().stream().anyMatch(each -> each.contains(Ipv4Address.LOOPBACK));
  }

  /**
   * The node's addresses among them that are not loopback ones.
   *
   * @param own the node's address in the API; empty if unknown
   */
  public List<Ipv4Address> of(NetworkNamespace network, List<Ipv4Address> own) {
    List<Ipv4Address> all = new ArrayList<>(ranges.contains(PRIMARY) ? own : List.of());
    network.links().all().stream()
        .flatMap(link -> link.addresses().stream())
        .map(LinkAddress::address)
        .filter(each -> !LOOPBACK.contains(each) && !all.contains(each))
        .filter(each -> blocks().stream().anyMatch(range -> range.contains(each)))
        .forEach(all::add);
    return List.copyOf(all);
  }

  private List<Ipv4Prefix> blocks() {
    return ranges.stream()
        .filter(each -> !each.equals(PRIMARY) && !each.contains(":"))
        .map(Ipv4Prefix::parse)
        .toList();
  }
}
