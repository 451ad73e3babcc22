package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.quota.Quota;
import dev.cnilab.cluster.quota.QuotaUsage;
import java.util.List;

/** Refuses what would exceed a ResourceQuota of the namespace. */
public final class QuotaAdmission implements Admission {
  private final ObjectStore store;

  public QuotaAdmission(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void admit(ResourceType type, ObjectNode object) {
    String namespace = object.at("/metadata/namespace").asText("");
    if (!type.namespaced() || store.list(ResourceTypes.RESOURCE_QUOTAS, namespace).isEmpty()) {
      return;
    }
    KubeObject candidate = KubeObject.of(object);
    for (KubeObject each : store.list(ResourceTypes.RESOURCE_QUOTAS, namespace)) {
      Quota quota = new Quota(each);
      requireSaid(quota, type, candidate);
      requireRoom(quota, type, candidate);
    }
  }

  private static void requireSaid(Quota quota, ResourceType type, KubeObject candidate) {
    List<String> unsaid =
        type.equals(ResourceTypes.PODS) ? quota.unsaid(candidate) : List.<String>of();
    if (!unsaid.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          candidate.name(),
          "failed quota: " + quota.object().name() + ": must specify " + String.join("; ", unsaid));
    }
  }

  private void requireRoom(Quota quota, ResourceType type, KubeObject candidate) {
    QuotaUsage wanted = quota.of(type, candidate);
    if (wanted.amounts().isEmpty()) {
      return;
    }
    QuotaUsage hard = quota.hard();
    QuotaUsage used = quota.used(each -> store.list(each, candidate.namespace()));
    List<String> exceeded =
        wanted.amounts().keySet().stream()
            .filter(name -> wanted.of(name).value().signum() > 0)
            .filter(name -> used.of(name).plus(wanted.of(name)).exceeds(hard.of(name)))
            .toList();
    if (!exceeded.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          candidate.name(),
          "exceeded quota: %s, requested: %s, used: %s, limited: %s"
              .formatted(
                  quota.object().name(),
                  wanted.only(exceeded),
                  used.only(exceeded),
                  hard.only(exceeded)));
    }
  }
}
