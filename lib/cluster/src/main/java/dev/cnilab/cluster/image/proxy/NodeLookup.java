package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.Optional;

/** Finds the node's object when kube-proxy starts: {@code getNodeIPs} of {@code server.go}. */
record NodeLookup(EventLoop loop, ApiClient client, Klog log) {
  private static final int TRIES = 6;

  /** The node's object, for which it waits half a minute; in a task. */
  Optional<KubeObject> find(String name) {
    Duration wait = Duration.ofSeconds(1);
    for (int i = 0; i < TRIES; i++) {
      try {
        return Optional.of(client.get(ResourceTypes.NODES, "", name));
      } catch (ApiException refused) {
        log.failure("server.go:1106", refused.getMessage(), "Failed to retrieve node info");
      }
      loop.sleep(wait);
      wait = wait.multipliedBy(2);
    }
    log.info(
        "server.go:232",
        "Can't determine this node's IP, assuming loopback; if this is incorrect, please set the"
            + " --bind-address flag");
    return Optional.empty();
  }
}
