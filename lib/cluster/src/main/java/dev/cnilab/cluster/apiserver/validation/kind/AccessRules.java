package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** Roles and bindings; {@code pkg/apis/rbac/validation}. */
public final class AccessRules {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private AccessRules() {}

  public static void rule(ValidatedField rule) {
    ValidatedField paths = rule.field("nonResourceURLs");
    if (!paths.isEmpty()) {
      if (!rule.root().field("metadata").text("namespace").isEmpty()) {
        paths.invalid("namespaced rules cannot apply to non-resource URLs");
      }
      if (!rule.field("apiGroups").isEmpty()
          || !rule.field("resources").isEmpty()
          || !rule.field("resourceNames").isEmpty()) {
        paths.invalid("rules cannot apply to both regular resources and non-resource URLs");
      }
      return;
    }
    if (rule.field("apiGroups").isEmpty()) {
      rule.field("apiGroups").required("resource rules must supply at least one api group");
    }
    if (rule.field("resources").isEmpty()) {
      rule.field("resources").required("resource rules must supply at least one resource");
    }
  }

  /** An aggregated role must say which roles it is made of. */
  public static void aggregation(ValidatedField rule) {
    if (rule.field("clusterRoleSelectors").isEmpty()) {
      rule.field("clusterRoleSelectors")
          .required("at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
  }

  /** A ClusterRoleBinding can't refer to a Role. */
  public static void clusterRole(ValidatedField kind) {
    if (!kind.text().equals("ClusterRole")
        && kind.root().text("kind").equals("ClusterRoleBinding")) {
      kind.notSupported(List.of("ClusterRole"));
    }
  }

  public static void subject(ValidatedField subject) {
    ValidatedField name = subject.field("name");
    String kind = subject.text("kind");
    ValidatedField group = subject.field("apiGroup");
    switch (kind) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          name.invalid(Format.SUBDOMAIN.violations(name.text()));
        }
        if (!group.isEmpty()) {
          group.notSupported(List.of(""));
        }
        if (subject.text("namespace").isEmpty()
            && subject.root().field("metadata").text("namespace").isEmpty()) {
          subject.field("namespace").required("");
        }
      }
      case "User", "Group" -> {
        if (!group.text().equals(GROUP)) {
          group.notSupported(List.of(GROUP));
        }
      }
      default -> subject.field("kind").notSupported(List.of("ServiceAccount", "User", "Group"));
    }
  }
}
