package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * Follows the Node that kube-proxy runs on, to know whether load balancers may use it
 * (pkg/proxy/healthcheck/proxy_health.go). While the API is unavailable the last state applies.
 */
final class OwnNode implements AutoCloseable {
  /** The taint that the cluster autoscaler puts on a node before removing it. */
  private static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

  private final Informer informer;
  private boolean eligible = true;

  OwnNode(ApiClient client, String name) {
    informer =
        Informer.of(client, ResourceTypes.NODES, "", ListOptions.fields("metadata.name=" + name));
    informer.onChange(this::changed);
  }

  /** Whether it exists and is not about to be deleted. */
  boolean isEligible() {
    return eligible;
  }

  private void changed(WatchEvent event) {
    KubeObject node = event.object();
    eligible =
        event.type() != WatchEvent.Type.DELETED
            && node.text("/metadata/deletionTimestamp").isEmpty()
            && !node.at("/spec/taints").findValuesAsText("key").contains(TO_BE_DELETED);
  }

  @Override
  public void close() {
    informer.close();
  }
}
