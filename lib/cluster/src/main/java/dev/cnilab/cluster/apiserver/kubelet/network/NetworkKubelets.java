package dev.cnilab.cluster.apiserver.kubelet.network;

import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.apiserver.kubelet.Kubelets;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reaches kubelets at their nodes' addresses, from where kube-apiserver runs. */
public final class NetworkKubelets implements Kubelets {
  private final Function<String, Endpoint> addresses;
  private final ServerNetwork network;
  private final Handover<KubeletService> handover;
  private final Set<RemoteKubelet> open = new LinkedHashSet<>();

  /** The process whose end closes all connections. */
  private @Nullable Process server;

  /**
   * Reaches the kubelets of nodes.
   *
   * @param addresses the address of a node's kubelet
   * @param network the network that connections start from
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
                    new KubeletDialFailure(
                        there, GoNet.dial(there, "kube-apiserver does not run")));
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
    server = null; // otherwise its machine is kept in memory until the next request
    List.copyOf(open).forEach(RemoteKubelet::close);
  }
}
