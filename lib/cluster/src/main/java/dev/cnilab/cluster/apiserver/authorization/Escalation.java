package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prevents privilege escalation: a role may be written and bound only by a user who holds all its
 * rules, or who may {@code escalate} or {@code bind} it. After Kubernetes' {@code
 * pkg/registry/rbac}. On the loop only.
 */
public final class Escalation {
  private static final JsonNode EVERYTHING =
      Json.parse(
          """
          [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
           {"nonResourceURLs": ["*"], "verbs": ["*"]}]
          """);

  private final Rbac rbac;

  public Escalation(Rbac rbac) {
    this.rbac = rbac;
  }

  /**
   * Checks that a user holds what an object would grant.
   *
   * @param old what it replaces
   * @throws dev.cnilab.cluster.client.ApiException 403 with the rules that are missing
   */
  public void requireNone(
      User user, ResourceType type, KubeObject object, Optional<KubeObject> old) {
    if (user.isMaster() || old.filter(before -> differsInUpkeepOnly(before, object)).isPresent()) {
      return;
    }
    if (type.equals(ResourceTypes.ROLES) || type.equals(ResourceTypes.CLUSTER_ROLES)) {
      role(user, type, object, old);
    } else if (type.equals(ResourceTypes.ROLE_BINDINGS)
        || type.equals(ResourceTypes.CLUSTER_ROLE_BINDINGS)) {
      binding(user, type, object);
    }
  }

  private void role(User user, ResourceType type, KubeObject role, Optional<KubeObject> old) {
    if (may(user, "escalate", type, role.namespace(), role.name())) {
      return;
    }
    requireHeld(user, type, role, role.at("/rules"));
    boolean aggregates =
        role.json().has("aggregationRule")
            || old.filter(before -> before.json().has("aggregationRule")).isPresent();
    if (aggregates && !missing(user, "", EVERYTHING).isEmpty()) {
      throw ApiErrors.forbidden(
          type, role.name(), "must have cluster-admin privileges to use the aggregationRule");
    }
  }

  private void binding(User user, ResourceType type, KubeObject binding) {
    ResourceType roles =
        binding.text("/roleRef/kind").equals("ClusterRole")
            ? ResourceTypes.CLUSTER_ROLES
            : ResourceTypes.ROLES;
    String name = binding.text("/roleRef/name");
    String kind = binding.text("/roleRef/kind");
    if (!kind.equals("Role") && !kind.equals("ClusterRole")) {
      throw ApiErrors.unexpected("unsupported role reference kind: " + GoText.quote(kind));
    }
    if (may(user, "bind", roles, binding.namespace(), name)) {
      return;
    }
    KubeObject role = rbac.role(binding).orElseThrow(() -> ApiErrors.notFound(roles, name));
    requireHeld(user, type, binding, role.at("/rules"));
  }

  private boolean may(User user, String verb, ResourceType type, String namespace, String name) {
    return rbac.allows(Attributes.ofResource(user, verb, type, "", namespace, name)).isPresent();
  }

  private void requireHeld(User user, ResourceType type, KubeObject object, JsonNode rules) {
    List<RoleRule> missing = missing(user, object.namespace(), rules);
    if (!missing.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          object.name(),
          "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
              .formatted(
                  user.name(),
                  RoleRule.quoted(user.groups()),
                  RoleRule.compact(missing).stream()
                      .map(RoleRule::toString)
                      .collect(Collectors.toCollection(TreeSet::new))
                      .stream()
                      .collect(Collectors.joining("\n"))));
    }
  }

  private List<RoleRule> missing(User user, String namespace, JsonNode wanted) {
    List<RoleRule> held =
        rbac.rules(user, namespace).stream().map(g -> RoleRule.of(g.rule())).toList();
    return RoleRule.all(wanted).stream()
        .flatMap(rule -> rule.parts().stream())
        .filter(part -> held.stream().noneMatch(rule -> rule.covers(part)))
        .toList();
  }

  /** The garbage collector's changes grant nothing. */
  private static boolean differsInUpkeepOnly(KubeObject old, KubeObject object) {
    return comparable(old).equals(comparable(object));
  }

  private static ObjectNode comparable(KubeObject object) {
    ObjectNode json = object.json().deepCopy();
    json.withObject("/metadata")
        .remove(
            List.of(
                "ownerReferences",
                "finalizers",
                "managedFields",
                "resourceVersion",
                "generation",
                "selfLink"));
    return json;
  }
}
