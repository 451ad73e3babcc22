package dev.cnilab.cluster.kubelet.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/** Mirror pods, which show static pods in the API; deleting one stops nothing. */
public final class MirrorPods {
  private final ApiClient client;
  private final String node;
  private final Klog log;

  public MirrorPods(ApiClient client, String node, Klog log) {
    this.client = client;
    this.node = node;
    this.log = log;
  }

  /** Creates the mirror of a static pod unless it exists; replaces one of another manifest. */
  public void ensure(Pod pod) {
    try {
      Optional<Pod> known = find(pod);
      if (known.isPresent() && (known.get().isDeleted() || !isOf(known.get(), pod))) {
        delete(known.get());
        known = Optional.empty();
      }
      Optional<KubeObject> owner = client.find(ResourceTypes.NODES, "", node);
      if (known.isEmpty() && owner.isPresent()) {
        client.create(ResourceTypes.PODS, mirror(pod, owner.get()));
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
