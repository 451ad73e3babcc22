package dev.cnilab.cluster.bootstrap;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;

/** A machine of the cluster: its name, its address on the LAN, and its role. */
public record NodeIdentity(String name, Ipv4Address address, Role role) {
  private static final Ipv4Address CONTROL_PLANE = Ipv4Address.parse("172.30.0.11");

  /** What runs on a node. */
  public enum Role {
    CONTROL_PLANE,
    WORKER
  }

  /**
   * The control plane and as many workers as make {@code total} nodes.
   *
   * @param total 1 to 5000
   */
  public static List<NodeIdentity> cluster(int total) {
    List<NodeIdentity> nodes = new ArrayList<>();
    nodes.add(new NodeIdentity("control-plane", CONTROL_PLANE, Role.CONTROL_PLANE));
    for (int i = 1; i < total; i++) {
      nodes.add(new NodeIdentity("worker-" + i, CONTROL_PLANE.plus(i), Role.WORKER));
    }
    return List.copyOf(nodes);
  }
}
