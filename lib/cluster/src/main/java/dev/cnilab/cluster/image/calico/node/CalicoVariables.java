package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.image.SupportedValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The variables of the container {@code calico-node}, but for Felix's own. */
record CalicoVariables(Map<String, String> environment) {
  /** Which part routes to other nodes' pods: {@code bird}, or with {@code vxlan} Felix alone. */
  private static final String BACKEND = "CALICO_NETWORKING_BACKEND";

  private static final List<String> BOOLEAN = List.of("true", "false");

  private static final SupportedValues SUPPORTED =
      new SupportedValues(
          Map.ofEntries(
              Map.entry(BACKEND, List.of("bird", "vxlan", "none")),
              Map.entry("CALICO_DISABLE_FILE_LOGGING", List.of("true")),
              Map.entry("CALICO_IPV4POOL_DISABLE_BGP_EXPORT", List.of("false")),
              Map.entry("CALICO_IPV4POOL_IPIP", List.of("Never", "Always", "CrossSubnet")),
              Map.entry("CALICO_IPV4POOL_NAT_OUTGOING", BOOLEAN),
              Map.entry("CALICO_IPV4POOL_VXLAN", List.of("Never", "Always", "CrossSubnet")),
              Map.entry("CALICO_IPV6POOL_VXLAN", List.of("Never")),
              Map.entry("DATASTORE_TYPE", List.of("kubernetes")),
              Map.entry("IP6", List.of("none")),
              Map.entry("NO_DEFAULT_POOLS", BOOLEAN)));

  /** Other variables that are read, or belong to another program of the image. */
  private static final Set<String> OTHERS =
      Set.of(
          "CALICO_IPV4POOL_BLOCK_SIZE",
          "CALICO_IPV4POOL_CIDR",
          "CALICO_IPV4POOL_NODE_SELECTOR",
          "CALICO_MANAGE_CNI",
          "IP_AUTODETECTION_METHOD");

  /** Names that are calico/node's own; a Service gives every container some, too. */
  private static final Pattern OWN = Pattern.compile("(CALICO|IP6?|BGP)_(?!.*_(SERVICE|PORT)).*");

  /**
   * Checks them all.
   *
   * @throws IOException naming one that has no effect here
   */
  void require() throws IOException {
    SUPPORTED.require(name -> environment.getOrDefault(name, ""));
    for (Map.Entry<String, String> each : environment.entrySet()) {
      String name = each.getKey();
      if (OWN.matcher(name).matches()
          && !each.getValue().isEmpty()
          && !OTHERS.contains(name)
          && !SUPPORTED.values().containsKey(name)) {
        throw new IOException(
            "%s: \"%s\" is not available on this machine".formatted(name, each.getValue()));
      }
    }
  }

  /** The node's name. */
  String node(String hostname) {
    return environment.getOrDefault("NODENAME", hostname);
  }

  boolean hasBird() {
    return environment.getOrDefault(BACKEND, "bird").equals("bird");
  }
}
