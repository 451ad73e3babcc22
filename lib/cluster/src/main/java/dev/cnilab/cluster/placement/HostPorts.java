package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.LinkedHashSet;
import java.util.Set;

/** The host ports of a pod. */
public record HostPorts(Set<Claim> claims) {
  private static final String ANY = "0.0.0.0";

  /**
   * One port.
   *
   * @param address of the node; 0.0.0.0 for all
   */
  public record Claim(String protocol, String address, int port) {
    boolean conflictsWith(Claim other) {
      return port == other.port
          && protocol.equals(other.protocol)
          && (address.equals(other.address) || address.equals(ANY) || other.address.equals(ANY));
    }
  }

  /**
   * The host ports of a pod; with hostNetwork the API server has set every container port as a host
   * port.
   */
  public static HostPorts of(KubeObject pod) {
    Set<Claim> claims = new LinkedHashSet<>();
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("hostPort").asInt() > 0) {
          String address = port.path("hostIP").asText("");
          claims.add(
              new Claim(
                  port.path("protocol").asText("TCP"),
                  address.isEmpty() ? ANY : address,
                  port.path("hostPort").asInt()));
        }
      }
    }
    return new HostPorts(claims);
  }

  public boolean isEmpty() {
    return claims.isEmpty();
  }

  /** Whether the two pods cannot be on the same node. */
  public boolean conflictsWith(HostPorts other) {
    return claims.stream().anyMatch(own -> other.claims.stream().anyMatch(own::conflictsWith));
  }
}
