package dev.cnilab.cluster.policy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows policies, pods and namespaces through the API, like every agent that enforces policies,
 * and reports each new {@link PolicySnapshot}. Simultaneous changes are reported together. On the
 * loop only.
 */
public final class PolicyWatch implements AutoCloseable {
  /** The address of a pod for an agent that waits for the kubelet to report it. */
  public static final Function<KubeObject, String> POD_STATUS = pod -> pod.text("/status/podIP");

  private static final Duration SETTLE = Duration.ofMillis(10);

  private final Function<KubeObject, String> address;
  private final Consumer<PolicySnapshot> listener;
  private final Informer policies;
  private final Informer namespaces;
  private final Informer pods;
  private final Coalescer telling;
  private @Nullable PolicySnapshot told;

  /**
   * Starts following.
   *
   * @param address finds the address in a pod, "" if it has none yet: {@link #POD_STATUS}, or an
   *     annotation that the plugin writes sooner
   */
  public PolicyWatch(
      EventLoop loop,
      ApiClient client,
      Function<KubeObject, String> address,
      Consumer<PolicySnapshot> listener) {
    this.address = address;
    this.listener = listener;
    this.telling = new Coalescer(loop, this::tell);
    this.policies = follow(client, ResourceTypes.NETWORK_POLICIES);
    this.namespaces = follow(client, ResourceTypes.NAMESPACES);
    this.pods = follow(client, ResourceTypes.PODS);
  }

  private Informer follow(ApiClient client, ResourceType type) {
    return Informer.of(client, type).onChange(event -> telling.request(SETTLE));
  }

  private void tell() {
    PolicySnapshot now = snapshot();
    if (!now.equals(told)) {
      told = now;
      listener.accept(now);
    }
  }

  private PolicySnapshot snapshot() {
    List<PolicyPod> endpoints = new ArrayList<>();
    for (KubeObject pod : pods.list()) {
      if (takesPart(pod)) {
        endpoints.add(endpoint(pod));
      }
    }
    return new PolicySnapshot(policies.list().stream().map(NetworkPolicy::of).toList(), endpoints);
  }

  /**
   * A pod with host networking has no address of its own, and one that has ended has lost its
   * address.
   */
  private static boolean takesPart(KubeObject pod) {
    String phase = pod.text("/status/phase");
    return !pod.at("/spec/hostNetwork").asBoolean()
        && !phase.equals("Succeeded")
        && !phase.equals("Failed");
  }

  private PolicyPod endpoint(KubeObject pod) {
    Map<String, String> namespaceLabels =
        namespaces.find("", pod.namespace()).map(KubeObject::labels).orElse(Map.of());
    String found = address.apply(pod);
    return PolicyPod.of(
        pod,
        pod.at("/spec"),
        pod.labels(),
        namespaceLabels,
        found.isEmpty() ? null : Ipv4Address.parse(found));
  }

  @Override
  public void close() {
    telling.close();
    policies.close();
    namespaces.close();
    pods.close();
  }
}
