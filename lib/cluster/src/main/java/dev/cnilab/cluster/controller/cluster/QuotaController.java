package dev.cnilab.cluster.controller.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.quota.Quota;
import dev.cnilab.cluster.quota.QuotaEvaluator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Maintains the status of each ResourceQuota. It watches a kind only once a quota limits it, so a
 * cluster without quotas pays nothing.
 */
public final class QuotaController implements AutoCloseable {
  private final ApiClient client;
  private final ControlLoop control;
  private final Set<ResourceType> watched = new HashSet<>(Set.of(ResourceTypes.RESOURCE_QUOTAS));

  public QuotaController(ControllerContext context) {
    client = context.client();
    control =
        context
            .controlLoop(this::reconcile)
            .watch(ResourceTypes.RESOURCE_QUOTAS, this::quotasBeside);
  }

  @Override
  public void close() {
    control.close();
  }

  private Stream<ObjectKey> quotasBeside(KubeObject object) {
    return client
        .list(ResourceTypes.RESOURCE_QUOTAS, object.namespace(), ListOptions.everything())
        .stream()
        .map(ObjectKey::of);
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.RESOURCE_QUOTAS, key.namespace(), key.name())
        .filter(quota -> !quota.isTerminating())
        .ifPresent(this::reconcile);
  }

  private void reconcile(KubeObject object) {
    Map<ResourceType, List<KubeObject>> limited = new HashMap<>();
    int count = 0;
    for (ResourceType type : QuotaEvaluator.types(object)) {
      if (watched.add(type)) {
        control.watch(type, this::quotasBeside);
      }
      List<KubeObject> present = client.list(type, object.namespace(), ListOptions.everything());
      limited.put(type, present);
      count += present.size();
    }
    control.goesOver(ObjectKey.of(object), count);
    Quota quota = new Quota(object);
    ObjectNode status = Json.object();
    status.set("hard", object.at("/spec/hard"));
    status.set("used", quota.used(type -> limited.getOrDefault(type, List.of())).toJson());
    JsonNode before = object.at("/status");
    if (!status.equals(before)) {
      client.updateStatus(ResourceTypes.RESOURCE_QUOTAS, object.with("status", status));
    }
  }
}
