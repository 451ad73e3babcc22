package dev.cnilab.cluster.kubelet.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Mirror pods, which show static pods in the API; deleting one stops nothing. */
public final class MirrorPods {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Lifetime lifetime;
  private final ApiClient client;
  private final String node;
  private final Klog log;

  public MirrorPods(Lifetime lifetime, ApiClient client, String node, Klog log) {
    this.lifetime = lifetime;
    this.client = client;
    this.node = node;
    this.log = log;
  }

  /**
   * Creates the mirrors of pods as soon as the node is in the API; in a task. The pods' own syncs
   * would create them later ({@code fastStaticPodsRegistration} in pkg/kubelet/kubelet.go).
   */
  public void ensureOnceRegistered(Supplier<List<Pod>> pods) {
    while (!isRegistered()) {
      log.failure(
          "kubelet.go:3596",
          notFound(),
          "Unable to register mirror pod because node is not registered yet",
          "node",
          node);
      lifetime.loop().sleep(POLL);
      lifetime.requireAlive();
    }
    pods.get().stream().filter(Pod::isStatic).forEach(this::ensure);
  }

  private boolean isRegistered() {
    try {
      return client.find(ResourceTypes.NODES, "", node).isPresent();
    } catch (ApiException unreachable) {
      return false;
    }
  }

  private String notFound() {
    return "node \"%s\" not found".formatted(node);
  }

  /** Creates the mirror of a static pod unless it exists; replaces one of another manifest. */
  public void ensure(Pod pod) {
    try {
      Optional<Pod> known = find(pod);
      if (known.isPresent() && (known.get().isDeleted() || !isOf(known.get(), pod))) {
        delete(known.get());
        known = Optional.empty();
      }
      if (known.isEmpty()) {
        create(pod);
      }
    } catch (ApiException refused) {
      log.failure(
          "kubelet.go:3581",
          refused.status().message(),
          "Failed creating a mirror pod",
          "pod",
          pod.key());
    }
  }

  private void create(Pod pod) {
    Optional<KubeObject> owner = client.find(ResourceTypes.NODES, "", node);
    if (owner.isEmpty()) {
      log.failure(
          "kubelet.go:3575",
          notFound(),
          "No need to create a mirror pod, since failed to get node info from the cluster",
          "node",
          node);
      return;
    }
    client.create(ResourceTypes.PODS, mirror(pod, owner.get()));
  }

  /** Removes the mirror of a static pod that is gone. */
  public void remove(Pod pod) {
    try {
      find(pod).ifPresent(this::delete);
    } catch (ApiException refused) {
      log.failure(
          "mirror_client.go:138",
          refused.status().message(),
          "Failed deleting a mirror pod",
          "pod",
          pod.key());
    }
  }

  private Optional<Pod> find(Pod pod) {
    return client
        .findListed(ResourceTypes.PODS, pod.namespace(), pod.name())
        .map(Pod::new)
        .filter(Pod::isMirror);
  }

  private void delete(Pod mirror) {
    DeleteOptions options = DeleteOptions.now().ofUid(mirror.uid());
    client.delete(ResourceTypes.PODS, mirror.namespace(), mirror.name(), options);
  }

  private static boolean isOf(Pod mirror, Pod pod) {
    return pod.uid().equals(mirror.object().annotations().get(Pod.CONFIG_MIRROR));
  }

  private KubeObject mirror(Pod pod, KubeObject owner) {
    return pod.object()
        .edit(
            json -> {
              ObjectNode metadata = json.withObject("/metadata");
              metadata.remove("uid");
              metadata.withObject("/annotations").put(Pod.CONFIG_MIRROR, pod.uid());
              metadata
                  .putArray("ownerReferences")
                  .addObject()
                  .put("apiVersion", "v1")
                  .put("controller", true)
                  .put("kind", "Node")
                  .put("name", node)
                  .put("uid", owner.uid());
            });
  }
}
