package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A node's sign of life: a Lease renewed every 10 s. */
final class NodeLease {
  private static final String NAMESPACE = "kube-node-lease";
  private static final int SECONDS = 40;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final ApiClient client;
  private final String node;

  NodeLease(ApiClient client, String node) {
    this.client = client;
    this.node = node;
  }

  /** Renews the lease, or makes it; what fails is tried again the next time. */
  void renew(Instant now) {
    try {
      Optional<KubeObject> lease = client.find(ResourceTypes.LEASES, NAMESPACE, node);
      if (lease.isPresent()) {
        client.update(
            ResourceTypes.LEASES,
            lease
                .get()
                .edit(json -> json.withObject("/spec").put("renewTime", MICROS.format(now))));
      } else {
        client.create(ResourceTypes.LEASES, create(now));
      }
    } catch (ApiException unreachable) {
      // The node controller notices.
    }
  }

  private KubeObject create(Instant now) {
    KubeObject lease = KubeObject.named(ResourceTypes.LEASES, NAMESPACE, node);
    Optional<KubeObject> owner = client.find(ResourceTypes.NODES, "", node);
    return lease.edit(
        json -> {
          json.putObject("spec")
              .put("holderIdentity", node)
              .put("leaseDurationSeconds", SECONDS)
              .put("renewTime", MICROS.format(now));
          owner.ifPresent(
              found -> {
                ObjectNode reference =
                    json.withObject("/metadata").putArray("ownerReferences").addObject();
                reference.put("apiVersion", "v1").put("kind", "Node");
                reference.put("name", node).put("uid", found.uid());
              });
        });
  }
}
