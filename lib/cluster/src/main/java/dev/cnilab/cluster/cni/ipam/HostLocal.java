package dev.cnilab.cluster.cni.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniAddress;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code host-local}: one address of each range set for a container. */
public final class HostLocal {
  private final AddressFiles files;
  private final List<RangeSet> sets;
  private final Set<Ipv4Address> requested;
  private final List<CniRoute> routes;
  private final MountNamespace node;
  private final String resolver;

  /**
   * Reads the configuration of the plugin that delegates to this one.
   *
   * @param process the plugin's
   * @param config of that plugin, with its key {@code ipam}
   * @param arguments of CNI_ARGS
   */
  public HostLocal(Process process, ObjectNode config, String arguments) throws CniException {
    JsonNode ipam = config.path("ipam");
    if (!ipam.isObject()) {
      throw new CniException("IPAM config missing 'ipam' key");
    }
    this.requested = requested(config, arguments);
    this.sets = sets(ipam, config.path("runtimeConfig").path("ipRanges"));
    this.node = process.files();
    this.resolver = ipam.path("resolvConf").asText("");
    this.routes = CniRoute.list(ipam.path("routes"));
    this.files =
        new AddressFiles(process, config.path("name").asText(""), ipam.path("dataDir").asText(""));
  }

  private static Set<Ipv4Address> requested(ObjectNode config, String arguments)
      throws CniException {
    List<String> texts = new ArrayList<>();
    for (String pair : arguments.split(";", -1)) {
      if (pair.startsWith("IP=")) {
        texts.add(pair.substring("IP=".length()));
      }
    }
    config.path("args").path("cni").path("ips").forEach(ip -> texts.add(ip.asText()));
    config.path("runtimeConfig").path("ips").forEach(ip -> texts.add(ip.asText()));
    Set<Ipv4Address> addresses = new LinkedHashSet<>();
    for (String text : texts) {
      try {
        addresses.add(Ipv4Prefix.parse(text).address());
      } catch (IllegalArgumentException notAnAddress) {
        throw new CniException("invalid IP address: " + text);
      }
    }
    return addresses;
  }

  private static List<RangeSet> sets(JsonNode ipam, JsonNode ofRuntime) throws CniException {
    requireAddresses(ipam, ofRuntime);
    List<RangeSet> sets = new ArrayList<>();
    for (JsonNode each : ofRuntime) {
      sets.add(set(sets.size(), each));
    }
    if (ipam.has("subnet")) {
      sets.add(set(sets.size(), JsonNodeFactory.instance.arrayNode().add(ipam)));
    }
    for (JsonNode each : ipam.path("ranges")) {
      sets.add(set(sets.size(), each));
    }
    if (sets.isEmpty()) {
      throw new CniException("no IP ranges specified");
    }
    for (int i = 0; i < sets.size(); i++) {
      for (int j = i + 1; j < sets.size(); j++) {
        if (sets.get(i).overlaps(sets.get(j))) {
          throw new CniException("range set " + i + " overlaps with " + j);
        }
      }
    }
    return sets;
  }

  /** Go decodes all ranges before it looks at one of them. */
  private static void requireAddresses(JsonNode ipam, JsonNode ofRuntime) throws CniException {
    requireAddressesOf(ipam);
    for (JsonNode sets : List.of(ipam.path("ranges"), ofRuntime)) {
      for (JsonNode set : sets) {
        for (JsonNode range : set) {
          requireAddressesOf(range);
        }
      }
    }
  }

  private static void requireAddressesOf(JsonNode range) throws CniException {
    String subnet = range.path("subnet").asText("");
    if (!subnet.isEmpty()) {
      CniAddress.cidr(subnet);
    }
    for (String field : List.of("rangeStart", "rangeEnd", "gateway")) {
      String address = range.path(field).asText("");
      if (!address.isEmpty()) {
        CniAddress.ip(address);
      }
    }
  }

  private static RangeSet set(int index, JsonNode json) throws CniException {
    try {
      return RangeSet.parse(json);
    } catch (CniException refused) {
      throw new CniException("invalid range set " + index + ": " + refused.getMessage());
    }
  }

  /** Reserves an address of each set, or none at all if one of them fails. */
  public CniResult add(String containerId, String ifName) throws CniException {
    ObjectNode dns = resolver.isEmpty() ? CniResult.EMPTY.dns() : ResolvConf.read(node, resolver);
    Set<Ipv4Address> open = new LinkedHashSet<>(requested);
    List<CniResult.IpConfig> ips = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      RangeSet set = sets.get(i);
      Optional<Ipv4Address> wanted =
          open.stream().filter(ip -> set.rangeOf(ip).isPresent()).findFirst();
      wanted.ifPresent(open::remove);
      try {
        ips.add(ip(new Allocator(set, files, i).get(containerId, ifName, wanted)));
      } catch (CniException exhausted) {
        if (!ips.isEmpty()) {
          files.release(containerId, ifName);
        }
        throw exhausted.during("failed to allocate for range " + i);
      }
    }
    if (!open.isEmpty()) {
      files.release(containerId, ifName);
      throw new CniException(
          "failed to allocate all requested IPs: "
              + open.stream().map(Ipv4Address::toString).collect(Collectors.joining(" ")));
    }
    return new CniResult(List.of(), ips, routes, dns);
  }

  private static CniResult.IpConfig ip(Allocator.Allocation allocation) {
    Ipv4Prefix address = new Ipv4Prefix(allocation.address(), allocation.range().subnet().length());
    return new CniResult.IpConfig(
        null, address.toString(), allocation.range().gateway().toString());
  }

  /** Releases the container's addresses. */
  public void del(String containerId, String ifName) throws CniException {
    files.release(containerId, ifName);
  }

  /** Releases the addresses of all containers but those, by ID and interface, that are valid. */
  public void releaseAllBut(Map<String, Set<String>> valid) throws CniException {
    files.releaseAllBut(valid);
  }

  /** Fails if the container has no address. */
  public void check(String containerId, String ifName) throws CniException {
    if (files.of(containerId, ifName).isEmpty()) {
      throw new CniException(
          "host-local: Failed to find address added by container " + containerId);
    }
  }
}
