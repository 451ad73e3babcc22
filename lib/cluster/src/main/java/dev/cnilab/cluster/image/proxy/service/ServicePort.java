package dev.cnilab.cluster.image.proxy.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One port of a Service that has an address.
 *
 * @param port its name is "" if it has none
 * @param protocol in lower case
 * @param nodePort 0 for none
 * @param healthCheckPort of the node, for load balancers; 0 for none
 * @param sourceRanges the allowed clients of a load balancer's address; empty for everyone
 * @param affinity how long a client stays with an endpoint; zero for not at all
 */
public record ServicePort(
    String namespace,
    String service,
    String port,
    String protocol,
    Ipv4Address clusterIp,
    int number,
    int nodePort,
    List<Ipv4Address> externalIps,
    List<Ipv4Address> loadBalancerIps,
    List<Ipv4Prefix> sourceRanges,
    Policy internalPolicy,
    Policy externalPolicy,
    int healthCheckPort,
    Duration affinity) {

  /** Which endpoints may get the traffic. */
  public enum Policy {
    CLUSTER("SVC"),
    LOCAL("SVL");

    private final String prefix;

    Policy(String prefix) {
      this.prefix = prefix;
    }

    public static Policy of(String text) {
      return text.equals("Local") ? LOCAL : CLUSTER;
    }
  }

  /** The ports of a Service; none of one without an address or one that another proxy serves. */
  public static List<ServicePort> of(KubeObject service) {
    String address = service.text("/spec/clusterIP");
    List<ServicePort> ports = new ArrayList<>();
    if (address.isEmpty()
        || address.equals("None")
        || service.text("/spec/type").equals("ExternalName")
        || service.labels().containsKey("service.kubernetes.io/service-proxy-name")) {
      return ports;
    }
    for (JsonNode port : service.at("/spec/ports")) {
      ports.add(of(service, Ipv4Address.parse(address), port));
    }
    return ports;
  }

  private static ServicePort of(KubeObject service, Ipv4Address address, JsonNode port) {
    boolean sticky = service.text("/spec/sessionAffinity").equals("ClientIP");
    return new ServicePort(
        service.namespace(),
        service.name(),
        port.path("name").asText(""),
        port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT),
        address,
        port.path("port").asInt(),
        port.path("nodePort").asInt(),
        addresses(service.at("/spec/externalIPs"), ""),
        addresses(service.at("/status/loadBalancer/ingress"), "ip"),
        prefixes(service.at("/spec/loadBalancerSourceRanges")),
        Policy.of(service.text("/spec/internalTrafficPolicy")),
        Policy.of(service.text("/spec/externalTrafficPolicy")),
        service.at("/spec/healthCheckNodePort").asInt(),
        sticky
            ? Duration.ofSeconds(
                service.at("/spec/sessionAffinityConfig/clientIP/timeoutSeconds").asInt(10_800))
            : Duration.ZERO);
  }

  private static List<Ipv4Address> addresses(JsonNode list, String field) {
    List<Ipv4Address> addresses = new ArrayList<>();
    for (JsonNode each : list) {
      String text = (field.isEmpty() ? each : each.path(field)).asText("");
      if (!text.isEmpty()) {
        addresses.add(Ipv4Address.parse(text));
      }
    }
    return List.copyOf(addresses);
  }

  private static List<Ipv4Prefix> prefixes(JsonNode list) {
    List<Ipv4Prefix> prefixes = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.asText("").contains(":")) {
        prefixes.add(Ipv4Prefix.parse(each.asText("").strip()).network());
      }
    }
    return List.copyOf(prefixes);
  }

  /** {@code namespace/service:port}, as in rules. */
  @Override
  public String toString() {
    return namespace + "/" + service + (port.isEmpty() ? "" : ":" + port);
  }

  public boolean isExternallyAccessible() {
    return nodePort > 0 || !externalIps.isEmpty() || !loadBalancerIps.isEmpty();
  }

  /** Whether a load balancer's addresses are restricted to some clients. */
  public boolean usesFirewall() {
    return !loadBalancerIps.isEmpty() && !sourceRanges.isEmpty();
  }

  /** Whether any traffic may go to endpoints on every node. */
  boolean usesClusterEndpoints() {
    return internalPolicy == Policy.CLUSTER || isExternallyAccessible();
  }

  /** Whether any traffic must stay on the node. */
  boolean usesLocalEndpoints() {
    return internalPolicy == Policy.LOCAL
        || (externalPolicy == Policy.LOCAL && isExternallyAccessible());
  }

  /** The chain that chooses among the endpoints of a policy: KUBE-SVC-… or KUBE-SVL-…. */
  public String chain(Policy policy) {
    return "KUBE-" + policy.prefix + "-" + ChainHash.of(this + protocol);
  }

  /** The chain for external traffic: KUBE-EXT-…. */
  public String externalChain() {
    return "KUBE-EXT-" + ChainHash.of(this + protocol);
  }

  /** The chain that checks a load balancer's clients: KUBE-FW-…. */
  public String firewallChain() {
    return "KUBE-FW-" + ChainHash.of(this + protocol);
  }

  /**
   * The allowed clients of a load balancer's addresses: the ranges, and those addresses themselves
   * if the node is in one of the ranges, because a packet from the node comes back with such a
   * source.
   *
   * @param node its address; empty if unknown
   */
  public List<Ipv4Prefix> allowed(Optional<Ipv4Address> node) {
    List<Ipv4Prefix> allowed = new ArrayList<>(sourceRanges);
    if (node.isPresent() && sourceRanges.stream().anyMatch(range -> range.contains(node.get()))) {
      loadBalancerIps.forEach(address -> allowed.add(Ipv4Prefix.of(address)));
    }
    return allowed;
  }

  /** The chain of one endpoint: KUBE-SEP-…. */
  public String chain(ServiceEndpoint endpoint) {
    return "KUBE-SEP-" + ChainHash.of(this + protocol + endpoint);
  }
}
