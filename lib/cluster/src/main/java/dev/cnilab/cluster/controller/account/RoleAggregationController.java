package dev.cnilab.cluster.controller.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.LinkedHashSet;
import java.util.Set;

/** Maintains the rules of each ClusterRole that aggregates others. */
public final class RoleAggregationController implements AutoCloseable {
  private final ApiClient client;
  private final ControlLoop control;

  public RoleAggregationController(ControllerContext context) {
    client = context.client();
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.CLUSTER_ROLES, "", key.name())
                        .ifPresent(this::reconcile))
            .watch(
                ResourceTypes.CLUSTER_ROLES,
                changed ->
                    client.list(ResourceTypes.CLUSTER_ROLES).stream()
                        .filter(RoleAggregationController::isSum)
                        .map(ObjectKey::of));
  }

  @Override
  public void close() {
    control.close();
  }

  private static boolean isSum(KubeObject role) {
    return !role.at("/aggregationRule").isMissingNode();
  }

  private void reconcile(KubeObject sum) {
    if (!isSum(sum)) {
      return;
    }
    Set<JsonNode> rules = new LinkedHashSet<>();
    for (JsonNode selector : sum.at("/aggregationRule/clusterRoleSelectors")) {
      LabelSelector matching = LabelSelector.of(selector);
      client.listMatching(ResourceTypes.CLUSTER_ROLES, "", matching).stream()
          .filter(role -> !role.name().equals(sum.name()))
          .forEach(role -> role.at("/rules").forEach(rules::add));
    }
    ArrayNode added = Json.array();
    rules.forEach(added::add);
    if (!added.equals(sum.at("/rules"))) {
      client.update(ResourceTypes.CLUSTER_ROLES, sum.with("rules", added));
    }
  }
}
