package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.cluster.policy.PolicyWatch;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of Felix on a node. On the loop only. */
public final class Felix implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofMillis(10);
  private static final String POD_IP = "cni.projectcalico.org/podIP";

  private final EventLoop loop;
  private final Dataplane dataplane;
  private final Duration often;
  private final Coalescer applying;
  private final List<AutoCloseable> following = new ArrayList<>();
  private final Informer nodes;
  private final Informer pools;
  private PolicySnapshot policies = new PolicySnapshot(List.of(), List.of());
  private boolean inSync;
  private boolean closed;

  /**
   * Starts following the datastore.
   *
   * @param often how often it checks whether another program has changed its rules; zero for never
   */
  public Felix(EventLoop loop, Datastore datastore, Dataplane dataplane, Duration often) {
    this.loop = loop;
    this.dataplane = dataplane;
    this.often = often;
    this.applying = new Coalescer(loop, this::apply);
    this.nodes = Informer.of(datastore.api(), ResourceTypes.NODES).onChange(event -> soon());
    following.add(nodes);
    this.pools = datastore.follow(CalicoKind.IP_POOL).onChange(event -> soon());
    following.add(pools);
    following.add(
        new PolicyWatch(
            loop,
            datastore.api(),
            Felix::address,
            snapshot -> {
              policies = snapshot;
              inSync = true;
              soon();
            }));
    refresh();
  }

  /** The address in the plugin's annotation, which appears before the kubelet's report. */
  private static String address(KubeObject pod) {
    String annotated = pod.annotations().getOrDefault(POD_IP, "").replaceFirst("/.*", "");
    return pod.annotations().containsKey(POD_IP) ? annotated : pod.text("/status/podIP");
  }

  /** Whether the rules match the datastore. */
  public boolean isReady() {
    return inSync && !applying.isPending();
  }

  private void refresh() {
    if (closed) {
      return;
    }
    soon();
    if (!often.isZero()) {
      loop.schedule(often, this::refresh);
    }
  }

  private void soon() {
    applying.request(SETTLE);
  }

  private void apply() {
    if (!inSync) {
      return;
    }
    List<Ipv4Address> hosts =
        nodes.list().stream().map(Felix::address4).flatMap(Optional::stream).sorted().toList();
    dataplane.apply(new RuleInputs(policies, IpPool.usable(pools.list()), hosts));
  }

  private static Optional<Ipv4Address> address4(KubeObject node) {
    String text = node.text("/status/addresses/0/address");
    return text.isEmpty() ? Optional.empty() : Optional.of(Ipv4Address.parse(text));
  }

  @Override
  public void close() {
    closed = true;
    applying.close();
    for (AutoCloseable each : following) {
      try {
        each.close();
      } catch (Exception impossible) {
        throw new IllegalStateException("closing does not throw", impossible);
      }
    }
  }
}
