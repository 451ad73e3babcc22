package dev.cnilab.cluster.cni.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;

/** Addresses to allocate, both ends inclusive; {@code allocator.Range} made canonical. */
record IpamRange(Ipv4Address start, Ipv4Address end, Ipv4Prefix subnet, Ipv4Address gateway) {

  /**
   * Reads a range and fills in what is missing: .1 for the gateway and the start, the last host for
   * the end.
   */
  static IpamRange parse(JsonNode json) throws CniException {
    Ipv4Prefix subnet = subnet(json.path("subnet").asText(""));
    Ipv4Address first = subnet.network().address().plus(1);
    Ipv4Address gateway = address(json, "gateway", first);
    Ipv4Address start = address(json, "rangeStart", first);
    Ipv4Address end = address(json, "rangeEnd", subnet.broadcast().plus(-1));
    if (!subnet.contains(gateway)) {
      throw new CniException("gateway %s not in network %s".formatted(gateway, subnet));
    }
    if (!subnet.contains(start)) {
      throw new CniException("RangeStart %s not in network %s".formatted(start, subnet));
    }
    if (end.compareTo(start) < 0 && json.path("rangeEnd").asText("").isEmpty()) {
      throw new CniException(
          "RangeStart %s is after RangeEnd %s in network %s".formatted(start, end, subnet));
    }
    if (!subnet.contains(end) || end.compareTo(start) < 0) {
      throw new CniException("RangeEnd %s not in network %s".formatted(end, subnet));
    }
    return new IpamRange(start, end, subnet, gateway);
  }

  private static Ipv4Prefix subnet(String text) throws CniException {
    Ipv4Prefix subnet =
        Ipv4Prefix.block(text).orElseThrow(() -> new CniException("invalid CIDR address: " + text));
    if (subnet.length() > 30) {
      throw new CniException("Network " + subnet + " too small to allocate from");
    }
    if (!subnet.network().equals(subnet)) {
      throw new CniException(
          "Network has host bits set. For a subnet mask of length %d the network address is %s"
              .formatted(subnet.length(), subnet.network().address()));
    }
    return subnet;
  }

  private static Ipv4Address address(JsonNode json, String key, Ipv4Address otherwise)
      throws CniException {
    String text = json.path(key).asText("");
    return text.isEmpty()
        ? otherwise
        : Ipv4Address.read(text).orElseThrow(() -> new CniException("invalid IP address: " + text));
  }

  boolean contains(Ipv4Address address) {
    return address.compareTo(start) >= 0 && address.compareTo(end) <= 0;
  }

  boolean overlaps(IpamRange other) {
    return contains(other.start) || other.contains(start);
  }

  @Override
  public String toString() {
    return start + "-" + end;
  }
}
