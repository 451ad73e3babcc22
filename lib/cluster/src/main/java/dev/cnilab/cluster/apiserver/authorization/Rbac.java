package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what: by the roles and bindings in the store, and for kubelets by what is on their
 * nodes ({@code --authorization-mode=Node,RBAC}). On the loop only.
 */
public final class Rbac {
  private final ObjectStore store;
  private final NodeAuthorizer nodes;

  /** The rules of users who have asked, until a role or a binding changes. */
  private final Map<Question, List<Granted>> known = new HashMap<>();

  public Rbac(ObjectStore store) {
    this.store = store;
    this.nodes = new NodeAuthorizer(store);
  }

  /** Follows changes from now on; on the loop only, before the first request. */
  public void follow() {
    store.subscribe(
        change -> {
          if (SOURCES.stream().anyMatch(change::isOf)) {
            known.clear();
          }
        });
    following = true;
  }

  private static final List<ResourceType> SOURCES =
      List.of(
          ResourceTypes.ROLES,
          ResourceTypes.ROLE_BINDINGS,
          ResourceTypes.CLUSTER_ROLES,
          ResourceTypes.CLUSTER_ROLE_BINDINGS);

  private static final int MOST_KNOWN = 5000;

  private boolean following;

  /**
   * The part of a user that bindings refer to: not its extra, which differs from token to token.
   */
  private record Subjects(String name, List<String> groups) {
    static Subjects of(User user) {
      return new Subjects(user.name(), user.groups());
    }
  }

  /** Whose rules, and in which namespace; "" where only cluster-wide ones can apply. */
  private record Question(Subjects subjects, String namespace) {}

  /**
   * A rule that applies to a user.
   *
   * @param reason which binding gives it
   */
  public record Granted(JsonNode rule, String reason) {}

  /** Why something is allowed; empty if it is not. */
  public Optional<String> allows(Attributes wanted) {
    if (wanted.user().isMaster() || nodeRefusal(wanted).isEmpty()) {
      return Optional.of("");
    }
    return rules(wanted.user(), wanted.namespace()).stream()
        .filter(granted -> covers(granted.rule(), wanted))
        .map(Granted::reason)
        .findFirst();
  }

  /** Why a kubelet may not do it; "" for any other user. */
  private Optional<String> nodeRefusal(Attributes wanted) {
    Optional<String> node = NodeAuthorizer.nodeOf(wanted.user());
    return node.isEmpty() ? Optional.of("") : nodes.refusal(node.get(), wanted);
  }

  /**
   * Checks that something is allowed.
   *
   * @throws dev.cnilab.cluster.client.ApiException 403 if it is not
   */
  public void require(ResourceType type, Attributes wanted) {
    if (allows(wanted).isEmpty()) {
      String reason = nodeRefusal(wanted).orElse("");
      throw ApiErrors.forbidden(
          type, wanted.name(), wanted.refusal() + (reason.isEmpty() ? "" : ": node: " + reason));
    }
  }

  /**
   * Checks that a request for a path is allowed.
   *
   * @throws dev.cnilab.cluster.client.ApiException 403 if it is not
   */
  public void requirePath(Attributes wanted) {
    if (allows(wanted).isEmpty()) {
      throw ApiErrors.forbiddenPath(wanted.refusal());
    }
  }

  /** All rules that apply to a user in a namespace; "" for cluster-wide ones only. */
  public List<Granted> rules(User user, String namespace) {
    if (!following) {
      return collected(user, namespace);
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    String place = bindings(namespace).isEmpty() ? "" : namespace; // a client may make up others
    return known.computeIfAbsent(
        new Question(Subjects.of(user), place), any -> collected(user, place));
  }

  private Collection<KubeObject> bindings(String namespace) {
    return namespace.isEmpty() ? List.of() : store.list(ResourceTypes.ROLE_BINDINGS, namespace);
  }

  private List<Granted> collected(User user, String namespace) {
    List<Granted> rules = new ArrayList<>();
    for (KubeObject binding : store.list(ResourceTypes.CLUSTER_ROLE_BINDINGS, "")) {
      collect(user, binding, rules);
    }
    for (KubeObject binding : bindings(namespace)) {
      collect(user, binding, rules);
    }
    return rules;
  }

  private void collect(User user, KubeObject binding, List<Granted> rules) {
    for (JsonNode subject : binding.at("/subjects")) {
      if (isMeant(user, subject, binding.namespace())) {
        String reason =
            "RBAC: allowed by "
                + binding.kind()
                + " \""
                + (binding.namespace().isEmpty() ? "" : binding.namespace() + "/")
                + binding.name()
                + "\" of "
                + binding.text("/roleRef/kind")
                + " \""
                + binding.text("/roleRef/name")
                + "\" to "
                + words(subject);
        role(binding)
            .ifPresent(
                role -> role.at("/rules").forEach(rule -> rules.add(new Granted(rule, reason))));
        return;
      }
    }
  }

  /** The role that a binding refers to. */
  Optional<KubeObject> role(KubeObject binding) {
    String name = binding.text("/roleRef/name");
    return binding.text("/roleRef/kind").equals("ClusterRole")
        ? store.find(ResourceTypes.CLUSTER_ROLES, "", name)
        : store.find(ResourceTypes.ROLES, binding.namespace(), name);
  }

  private static boolean isMeant(User user, JsonNode subject, String bindingNamespace) {
    String name = subject.path("name").asText();
    return switch (subject.path("kind").asText()) {
      case "User" -> name.equals(user.name());
      case "Group" -> user.groups().contains(name);
      case "ServiceAccount" ->
          user.name()
              .equals(
                  "system:serviceaccount:"
                      + subject.path("namespace").asText(bindingNamespace)
                      + ":"
                      + name);
      default -> false;
    };
  }

  private static String words(JsonNode subject) {
    String name = subject.path("name").asText();
    String kind = subject.path("kind").asText();
    return kind.equals("ServiceAccount")
        ? "ServiceAccount \"" + name + "/" + subject.path("namespace").asText() + "\""
        : kind + " \"" + name + "\"";
  }

  private static boolean covers(JsonNode rule, Attributes wanted) {
    if (!has(rule.path("verbs"), wanted.verb())) {
      return false;
    }
    if (wanted.resource().isEmpty()) {
      return hasPath(rule.path("nonResourceURLs"), wanted.path());
    }
    return has(rule.path("apiGroups"), wanted.group())
        && hasResource(rule.path("resources"), wanted)
        && (rule.path("resourceNames").isEmpty()
            || contains(rule.path("resourceNames"), wanted.name()));
  }

  private static boolean hasResource(JsonNode resources, Attributes wanted) {
    return has(resources, wanted.qualifiedResource())
        || (!wanted.subresource().isEmpty() && contains(resources, "*/" + wanted.subresource()));
  }

  private static boolean hasPath(JsonNode patterns, String path) {
    for (JsonNode pattern : patterns) {
      String text = pattern.asText();
      if (text.equals(path)
          || (text.endsWith("*") && path.startsWith(text.substring(0, text.length() - 1)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(JsonNode list, String text) {
    return contains(list, "*") || contains(list, text);
  }

  private static boolean contains(JsonNode list, String text) {
    for (JsonNode item : list) {
      if (item.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
