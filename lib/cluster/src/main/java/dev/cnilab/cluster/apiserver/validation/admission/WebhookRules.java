package dev.cnilab.cluster.apiserver.validation.admission;

import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a webhook is called, what it is asked about, and in which versions: {@code
 * pkg/apis/admissionregistration/validation}.
 */
public final class WebhookRules {
  private static final int LONGEST_SECONDS = 30;
  private static final int LEAST_SEGMENTS = 3;
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");
  private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
  private static final List<String> OPERATIONS =
      List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
  private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");
  private static final Check FAILURE_POLICY = Checks.oneOf(List.of("Fail", "Ignore"));
  private static final Check MATCH_POLICY = Checks.oneOf(List.of("Equivalent", "Exact"));

  private WebhookRules() {}

  /** The fields before the selectors. */
  public static void check(ValidatedField webhook) {
    ValidatedField name = webhook.field("name");
    Optional<String> objection = Format.SUBDOMAIN.objection(name.text());
    if (name.isEmpty()) {
      name.required("");
    } else if (objection.isPresent()) {
      name.invalid(objection.get());
    } else if (name.text().split("\\.", -1).length < LEAST_SEGMENTS) {
      name.invalid("should be a domain with at least three segments separated by dots");
    }
    webhook.items("rules").forEach(WebhookRules::rule);
    FAILURE_POLICY.at(webhook.field("failurePolicy"));
    MATCH_POLICY.at(webhook.field("matchPolicy"));
    ValidatedField effects = webhook.field("sideEffects");
    if (!webhook.has("sideEffects")) {
      effects.required("must specify one of " + String.join(", ", SIDE_EFFECTS));
    } else if (!SIDE_EFFECTS.contains(effects.text())) {
      effects.notSupported(SIDE_EFFECTS);
    }
    ValidatedField timeout = webhook.field("timeoutSeconds");
    if (webhook.has("timeoutSeconds")
        && (timeout.number() < 1 || timeout.number() > LONGEST_SECONDS)) {
      timeout.invalid("the timeout value must be between 1 and 30 seconds");
    }
  }

  /** The versions of AdmissionReview. */
  static void versions(ValidatedField versions) {
    reviews(versions, "must specify one of " + String.join(", ", VERSIONS));
  }

  /**
   * The versions of a review, one of which a server has to know.
   *
   * @param none the error if there are none
   */
  public static void reviews(ValidatedField versions, String none) {
    if (versions.isEmpty()) {
      versions.required(none);
      return;
    }
    Set<String> seen = new HashSet<>();
    for (ValidatedField version : versions.items()) {
      if (seen.add(version.text())) {
        version.invalid(Format.LABEL_1035.violations(version.text()));
      } else {
        version.invalid("duplicate version");
      }
    }
    if (seen.stream().noneMatch(VERSIONS::contains)) {
      versions.invalid("must include at least one of " + String.join(", ", VERSIONS));
    }
  }

  /** A rule of a policy, which may be about objects of certain names only. */
  public static void namedRule(ValidatedField rule) {
    Set<String> names = new HashSet<>();
    for (ValidatedField name : rule.items("resourceNames")) {
      if (List.of(".", "..").contains(name.text())) {
        name.invalid("may not be '" + name.text() + "'");
      }
      for (String part : List.of("/", "%")) {
        if (name.text().contains(part)) {
          name.invalid("may not contain '" + part + "'");
        }
      }
      if (!names.add(name.text())) {
        name.duplicate();
      }
    }
    rule(rule);
  }

  private static void rule(ValidatedField rule) {
    alone(rule.field("operations"), "operations");
    for (ValidatedField operation : rule.items("operations")) {
      if (!OPERATIONS.contains(operation.text())) {
        operation.notSupported(OPERATIONS);
      }
    }
    alone(rule.field("apiGroups"), "API groups");
    alone(rule.field("apiVersions"), "API versions");
    rule.items("apiVersions").forEach(Checks.required("")::at);
    resources(rule.field("resources"));
    ValidatedField scope = rule.field("scope");
    if (rule.has("scope") && !SCOPES.contains(scope.text())) {
      scope.notSupported(SCOPES);
    }
  }

  /** There is at least one item, and nothing beside an asterisk. */
  private static void alone(ValidatedField list, String what) {
    if (list.isEmpty()) {
      list.required("");
    } else if (list.value().size() > 1 && has(list, "*")) {
      list.invalid("if '*' is present, must not specify other " + what);
    }
  }

  private static boolean has(ValidatedField list, String text) {
    return list.items().stream().anyMatch(item -> item.text().equals(text));
  }

  private static void resources(ValidatedField resources) {
    if (resources.isEmpty()) {
      resources.required("");
    }
    Set<String> wild = new HashSet<>();
    boolean whole = false;
    for (ValidatedField each : resources.items()) {
      int slash = each.text().indexOf('/');
      if (each.isEmpty()) {
        each.required("");
      } else if (slash < 0) {
        whole = !each.text().equals("*"); // a real server looks at the last one only
      } else {
        String ofAll = each.text().substring(0, slash) + "/*";
        String inAll = "*" + each.text().substring(slash);
        for (String wider : List.of(ofAll, inAll)) {
          if (wild.contains(wider)) {
            each.invalid("if '" + wider + "' is present, must not specify " + each.text());
          }
        }
        if (each.text().equals(ofAll) || each.text().equals(inAll)) {
          wild.add(each.text());
        }
      }
    }
    if (resources.value().size() > 1 && has(resources, "*/*")) {
      resources.invalid("if '*/*' is present, must not specify other resources");
    }
    if (whole && has(resources, "*")) {
      resources.invalid("if '*' is present, must not specify other resources without subresources");
    }
  }
}
