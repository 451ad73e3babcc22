package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What kubelets may do: what each kubelet needs, and with secrets, config maps, tokens and pods
 * only those of its own node ({@code plugin/pkg/auth/authorizer/node}).
 */
public final class NodeAuthorizer {
  private static final String PREFIX = "system:node:";
  private static final Set<String> READ = Set.of("get", "list", "watch");

  /**
   * What kubelets may do regardless of the pods on their nodes ({@code bootstrappolicy.NodeRules}).
   */
  private static final Map<String, Set<String>> ALWAYS =
      Map.ofEntries(
          Map.entry("authentication.k8s.io/tokenreviews", Set.of("create")),
          Map.entry("authorization.k8s.io/subjectaccessreviews", Set.of("create")),
          Map.entry("authorization.k8s.io/localsubjectaccessreviews", Set.of("create")),
          Map.entry("/services", READ),
          Map.entry("/nodes", Set.of("create", "list", "watch", "update", "patch")),
          Map.entry("/nodes/status", Set.of("update", "patch")),
          Map.entry("/events", Set.of("create", "update", "patch")),
          Map.entry("events.k8s.io/events", Set.of("create", "update", "patch")),
          Map.entry("/pods", Set.of("list", "watch", "create", "delete")),
          Map.entry("/pods/status", Set.of("update", "patch")),
          Map.entry("/pods/eviction", Set.of("create")),
          Map.entry("/endpoints", Set.of("get")),
          Map.entry(
              "certificates.k8s.io/certificatesigningrequests",
              Set.of("create", "get", "list", "watch")),
          Map.entry("certificates.k8s.io/clustertrustbundles", READ),
          Map.entry("storage.k8s.io/csidrivers", READ),
          Map.entry("node.k8s.io/runtimeclasses", READ));

  private static final Set<String> OWN_STORAGE =
      Set.of("get", "create", "update", "patch", "delete");

  private final ObjectStore store;

  NodeAuthorizer(ObjectStore store) {
    this.store = store;
  }

  /** The node whose kubelet the user is; empty for all other users. */
  public static Optional<String> nodeOf(User user) {
    return user.name().startsWith(PREFIX) && user.groups().contains("system:nodes")
        ? Optional.of(user.name().substring(PREFIX.length()))
        : Optional.empty();
  }

  /**
   * Why a kubelet may not do something; empty if it may.
   *
   * @return "" if there is no reason to give
   */
  Optional<String> refusal(String node, Attributes wanted) {
    String resource = wanted.group() + "/" + wanted.qualifiedResource();
    if (ALWAYS.getOrDefault(resource, Set.of()).contains(wanted.verb())) {
      return Optional.empty();
    }
    return switch (resource) {
      case "/nodes" ->
          wanted.verb().equals("get")
              ? own(node, wanted, "node '%s' cannot read '%s', only its own Node object")
              : Optional.of("");
      case "coordination.k8s.io/leases" -> lease(node, wanted);
      case "storage.k8s.io/csinodes" -> storage(node, wanted);
      case "/secrets", "/configmaps" ->
          READ.contains(wanted.verb())
              ? read(node, wanted)
              : Optional.of("can only read resources of this type");
      case "/pods" ->
          wanted.verb().equals("get")
              ? related(node, wanted, pods(node, wanted).anyMatch(named(wanted)))
              : Optional.of("");
      case "/serviceaccounts/token" ->
          related(node, wanted, pods(node, wanted).anyMatch(with(wanted.name())));
      case "/serviceaccounts" ->
          wanted.verb().equals("get")
              ? related(node, wanted, pods(node, wanted).anyMatch(with(wanted.name())))
              : Optional.of("");
      case "certificates.k8s.io/podcertificaterequests" -> certificateRequest(node, wanted);
      default -> Optional.of("");
    };
  }

  private static java.util.function.Predicate<KubeObject> with(String account) {
    return pod -> pod.text("/spec/serviceAccountName").equals(account);
  }

  private Optional<String> certificateRequest(String node, Attributes wanted) {
    return switch (wanted.verb()) {
      case "create", "list", "watch" -> Optional.empty();
      case "get" ->
          related(
              node,
              wanted,
              store
                  .find(ResourceTypes.POD_CERTIFICATE_REQUESTS, wanted.namespace(), wanted.name())
                  .filter(request -> request.text("/spec/nodeName").equals(node))
                  .isPresent());
      default -> Optional.of("nodes may not " + wanted.verb() + " podcertificaterequests");
    };
  }

  private static java.util.function.Predicate<KubeObject> named(Attributes wanted) {
    return pod -> pod.name().equals(wanted.name());
  }

  private static Optional<String> own(String node, Attributes wanted, String words) {
    return wanted.name().equals(node)
        ? Optional.empty()
        : Optional.of(words.formatted(node, wanted.name()));
  }

  private static Optional<String> lease(String node, Attributes wanted) {
    if (!wanted.namespace().equals("kube-node-lease")) {
      return Optional.of("can only access leases in the \"kube-node-lease\" system namespace");
    }
    return wanted.verb().equals("create") || wanted.name().equals(node)
        ? Optional.empty()
        : Optional.of("can only access node lease with the same name as the requesting node");
  }

  private static Optional<String> storage(String node, Attributes wanted) {
    if (!OWN_STORAGE.contains(wanted.verb())) {
      return Optional.of("can only get, create, update, patch, or delete a CSINode");
    }
    return wanted.verb().equals("create") || wanted.name().equals(node)
        ? Optional.empty()
        : Optional.of("can only access CSINode with the same name as the requesting node");
  }

  private Optional<String> read(String node, Attributes wanted) {
    return wanted.namespace().isEmpty()
        ? Optional.of("can only read namespaced object of this type")
        : related(node, wanted, uses(node, wanted));
  }

  private static Optional<String> related(String node, Attributes wanted, boolean found) {
    if (wanted.name().isEmpty()) {
      return Optional.of("No Object name found");
    }
    return found
        ? Optional.empty()
        : Optional.of("no relationship found between node '" + node + "' and this object");
  }

  private Stream<KubeObject> pods(String node, Attributes wanted) {
    return store.podsOn(node).stream().filter(pod -> pod.namespace().equals(wanted.namespace()));
  }

  private boolean uses(String node, Attributes wanted) {
    List<String> fields =
        wanted.resource().equals("secrets")
            ? List.of("secretName", "secretRef", "secretKeyRef", "secret", "imagePullSecrets")
            : List.of("configMap", "configMapRef", "configMapKeyRef");
    return pods(node, wanted).anyMatch(pod -> names(pod.at("/spec"), fields, wanted.name()));
  }

  /** Whether one of these fields, at any depth, holds the name, or an object or a list with it. */
  private static boolean names(JsonNode part, List<String> fields, String name) {
    for (String field : fields) {
      JsonNode found = part.path(field);
      if (found.asText("").equals(name)
          || found.path("name").asText("").equals(name)
          || !Json.named(found, name).isMissingNode()) {
        return true;
      }
    }
    for (JsonNode child : part) {
      if (child.isContainerNode() && names(child, fields, name)) {
        return true;
      }
    }
    return false;
  }
}
