package dev.cnilab.cluster.apiserver.kubelets;

import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.KubeletService;
import dev.cnilab.cluster.apiserver.node.Kubelets;
import dev.cnilab.cluster.apiserver.node.UnreachedKubelet;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Kubelets at the addresses that their nodes have, reached from where kube-apiserver runs. */
public final class NetworkKubelets implements Kubelets {
  private final Function<String, Endpoint> addresses;
  private final ServerNetwork network;
  private final Handover<KubeletService> handover;
  private final Set<RemoteKubelet> open = new LinkedHashSet<>();

  /** Whose end ends all connections. */
  private @Nullable Process server;

  /**
   * Kubelets of nodes.
   *
   * @param addresses where that of a node listens
   * @param network from where they are reached
   */
  public NetworkKubelets(
      Function<String, Endpoint> addresses,
      ServerNetwork network,
      Handover<KubeletService> handover) {
    this.addresses = addresses;
    this.network = network;
    this.handover = handover;
  }

  @Override
  public KubeletEndpoint connect(String node) {
    Endpoint there = addresses.apply(node);
    Process process =
        network
            .process()
            .orElseThrow(
                () ->
                    new UnreachedKubelet(
                        there, "dial tcp " + there + ": kube-apiserver does not run"));
    if (process != server) {
      server = process;
      process.onExit(status -> ended());
    }
    RemoteKubelet kubelet =
        RemoteKubelet.dial(process, there, handover, network.credential(), open::remove);
    open.add(kubelet);
    kubelet.awaitStanding();
    return kubelet;
  }

  private void ended() {
    server = null; // or its machine would be held until somebody asks for a kubelet again
    List.copyOf(open).forEach(RemoteKubelet::close);
  }
}
