package dev.cnilab.cluster.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other side of a connection that a rule allows. */
public sealed interface Peer {
  /** Any peer, in the cluster or outside: the rule names none. */
  record Anyone() implements Peer {}

  /**
   * Pods by their labels.
   *
   * @param namespaces the namespaces they are in; null for the policy's own
   */
  record Pods(@Nullable LabelSelector namespaces, LabelSelector pods) implements Peer {
    /** Whether a pod is one of them, for a policy in the namespace {@code own}. */
    public boolean include(String own, PolicyPod pod) {
      boolean place =
          namespaces == null
              ? pod.namespace().equals(own)
              : namespaces.matches(pod.namespaceLabels());
      return place && pods.matches(pod.labels());
    }
  }

  /** A block of addresses, without some parts of it. */
  record Block(Ipv4Prefix cidr, List<Ipv4Prefix> except) implements Peer {
    public boolean includes(Ipv4Address address) {
      return cidr.contains(address) && except.stream().noneMatch(part -> part.contains(address));
    }
  }

  /** IPv6 addresses, which no pod of this network has. */
  record Ipv6Block(String cidr) implements Peer {}

  /** Reads an item of {@code from} or {@code to}. */
  static Peer of(JsonNode json) {
    if (json.hasNonNull("ipBlock")) {
      return block(json.path("ipBlock"));
    }
    return new Pods(
        json.hasNonNull("namespaceSelector")
            ? LabelSelector.of(json.path("namespaceSelector"))
            : null,
        LabelSelector.of(json.path("podSelector")));
  }

  private static Peer block(JsonNode json) {
    String cidr = json.path("cidr").asText();
    if (cidr.contains(":")) {
      return new Ipv6Block(cidr);
    }
    List<Ipv4Prefix> except = new ArrayList<>();
    json.path("except").forEach(part -> except.add(Ipv4Prefix.parse(part.asText()).network()));
    return new Block(Ipv4Prefix.parse(cidr).network(), List.copyOf(except));
  }
}
