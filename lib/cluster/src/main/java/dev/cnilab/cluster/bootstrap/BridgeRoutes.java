package dev.cnilab.cluster.bootstrap;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Does what an administrator does who sets the bridge plugin up by hand: once a node has its
 * podCIDR, writes the conflist to it and a route to it on the other nodes. Nothing repairs them
 * later.
 */
public final class BridgeRoutes implements AutoCloseable {
  private final Templates templates;
  private final Map<String, Machine> machines;
  private final Set<String> done = new HashSet<>();

  private final Informer nodes;

  /** Waits for the podCIDR of each of these nodes, by name, until it is closed. */
  public BridgeRoutes(Kubeadm kubeadm, ApiClient client, Map<String, Machine> machines) {
    this.templates = kubeadm.templates();
    this.machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
    this.nodes = Informer.of(client, ResourceTypes.NODES).onChange(event -> onNode(event.object()));
  }

  @Override
  public void close() {
    nodes.close();
  }

  private void onNode(KubeObject node) {
    String cidr = node.text("/spec/podCIDR");
    Machine machine = machines.get(node.name());
    if (cidr.isEmpty() || machine == null || !done.add(node.name())) {
      return;
    }
    try {
      machine
          .files()
          .write(
              "/etc/cni/net.d/10-bridge.conflist",
              templates.with("POD_CIDR", cidr).text("cni/10-bridge.conflist"));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    Ipv4Address address = Ipv4Address.parse(node.text("/status/addresses/0/address"));
    machines.forEach(
        (name, other) -> {
          if (!name.equals(node.name())) {
            addRoute(other, Ipv4Prefix.parse(cidr), address);
          }
        });
  }

  /** Adds a route now, and to the boot configuration. */
  private static void addRoute(Machine machine, Ipv4Prefix pods, Ipv4Address node) {
    machine.networkNamespace().routes().replace(RouteRequest.to(pods).via(node));
    try {
      machine
          .files()
          .append(
              "/etc/network/interfaces", "    up ip route add %s via %s%n".formatted(pods, node));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }
}
