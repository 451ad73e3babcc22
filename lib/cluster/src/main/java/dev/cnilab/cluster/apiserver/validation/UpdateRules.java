package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a change must leave as it is. */
final class UpdateRules {
  private static final String IMMUTABLE = "field is immutable";
  private static final Set<String> MUTABLE_IN_PODS =
      Set.of("activeDeadlineSeconds", "schedulingGates", "tolerations", "ephemeralContainers");
  private static final List<String> WHAT_A_TOLERATION_IS =
      List.of("key", "operator", "value", "effect");
  private static final String POD_UPDATE =
      "pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
          + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
          + " previously negative)\n";

  private UpdateRules() {}

  static List<FieldError> check(ResourceType type, KubeObject object, KubeObject old) {
    return switch (type.qualifiedPlural()) {
      case "pods" -> pod(object, old);
      case "deployments.apps", "replicasets.apps", "daemonsets.apps" ->
          immutable("/spec/selector", object, old, IMMUTABLE);
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          immutable("/roleRef", object, old, "cannot change roleRef");
      case "secrets" -> secret(object, old);
      case "configmaps" -> keptData(object, old);
      case "services" -> service(object, old);
      case "nodes" -> node(object, old);
      case "persistentvolumeclaims" -> claim(object, old);
      case "priorityclasses.scheduling.k8s.io" ->
          forbidden("/value", object, old, "may not be changed in an update.");
      case "storageclasses.storage.k8s.io" -> storageClass(object, old);
      default -> List.of();
    };
  }

  private static List<FieldError> pod(KubeObject pod, KubeObject old) {
    if (!keepsTolerations(pod, old)) {
      return List.of(
          FieldError.forbidden(
              "spec.tolerations",
              "existing toleration can not be modified except its tolerationSeconds"));
    }
    ObjectNode before = comparable(old);
    ObjectNode after = comparable(pod);
    if (!before.has("nodeName")) {
      after.remove("nodeName"); // it is being bound
    }
    if (before.path("terminationGracePeriodSeconds").asLong() < 0
        && after.path("terminationGracePeriodSeconds").asLong() == 1) {
      after.set("terminationGracePeriodSeconds", before.get("terminationGracePeriodSeconds"));
    }
    if (before.equals(after)) {
      return List.of();
    }
    if (before.path("containers").size() != after.path("containers").size()) {
      return List.of(
          FieldError.forbidden("spec.containers", "pod updates may not add or remove containers"));
    }
    StringBuilder difference = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      if (!field.getValue().equals(after.path(field.getKey()))) {
        difference.append("-").append(field).append('\n');
      }
    }
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      if (!field.getValue().equals(before.path(field.getKey()))) {
        difference.append("+").append(field).append('\n');
      }
    }
    return List.of(FieldError.forbidden("spec", POD_UPDATE + difference));
  }

  private static boolean keepsTolerations(KubeObject pod, KubeObject old) {
    Set<List<String>> kept = tolerations(pod);
    return kept.containsAll(tolerations(old));
  }

  private static Set<List<String>> tolerations(KubeObject pod) {
    Set<List<String>> tolerations = new HashSet<>();
    for (JsonNode toleration : pod.at("/spec/tolerations")) {
      tolerations.add(
          WHAT_A_TOLERATION_IS.stream().map(part -> toleration.path(part).asText()).toList());
    }
    return tolerations;
  }

  /** A pod's spec without what may change. */
  private static ObjectNode comparable(KubeObject pod) {
    ObjectNode spec = pod.json().path("spec").deepCopy();
    MUTABLE_IN_PODS.forEach(spec::remove);
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        ((ObjectNode) container).remove("image");
      }
    }
    return spec;
  }

  private static List<FieldError> secret(KubeObject secret, KubeObject old) {
    List<FieldError> errors = new ArrayList<>(immutable("/type", secret, old, IMMUTABLE));
    errors.addAll(keptData(secret, old));
    return errors;
  }

  private static List<FieldError> keptData(KubeObject object, KubeObject old) {
    if (!old.at("/immutable").asBoolean()) {
      return List.of();
    }
    String why = "field is immutable when `immutable` is set";
    List<FieldError> errors = new ArrayList<>();
    for (String field : new String[] {"immutable", "data", "binaryData"}) {
      if (!object.at("/" + field).equals(old.at("/" + field))) {
        errors.add(FieldError.forbidden(field, why));
      }
    }
    return errors;
  }

  private static List<FieldError> service(KubeObject service, KubeObject old) {
    String before = old.text("/spec/clusterIP");
    String after = service.text("/spec/clusterIP");
    if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
      return List.of();
    }
    return List.of(
        FieldError.invalid(
            "spec.clusterIPs[0]", service.at("/spec/clusterIPs"), "may not change once set"));
  }

  private static List<FieldError> node(KubeObject node, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    for (String field : List.of("podCIDRs", "podCIDR", "providerID")) {
      String pointer = "/spec/" + field;
      if (!old.at(pointer).isEmpty() || !old.text(pointer).isEmpty()) {
        String name = field.startsWith("podCIDR") ? "podCIDR" : field;
        forbidden(
                pointer,
                node,
                old,
                "node updates may not change " + name + " except from \"\" to valid")
            .stream()
            .map(
                error ->
                    FieldError.forbidden(
                        field.equals("podCIDR") ? "spec.podCIDRs" : error.field(),
                        error.body().substring("Forbidden: ".length())))
            .forEach(errors::add);
      }
    }
    return errors.stream().distinct().toList();
  }

  private static List<FieldError> claim(KubeObject claim, KubeObject old) {
    return comparableClaim(claim).equals(comparableClaim(old))
        ? List.of()
        : List.of(
            FieldError.forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and"
                    + " volumeAttributesClassName for bound claims"));
  }

  /** A claim's spec without what may change: who binds it sets the volume's name once. */
  private static ObjectNode comparableClaim(KubeObject claim) {
    ObjectNode spec = claim.json().path("spec").deepCopy();
    spec.withObject("/resources").remove("requests");
    spec.remove(List.of("volumeName", "volumeAttributesClassName"));
    return spec;
  }

  private static List<FieldError> storageClass(KubeObject storage, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    for (String field : List.of("parameters", "provisioner", "reclaimPolicy")) {
      errors.addAll(
          forbidden("/" + field, storage, old, "updates to " + field + " are forbidden."));
    }
    errors.addAll(immutable("/volumeBindingMode", storage, old, IMMUTABLE));
    return errors;
  }

  private static List<FieldError> forbidden(
      String pointer, KubeObject object, KubeObject old, String why) {
    return object.at(pointer).equals(old.at(pointer))
        ? List.of()
        : List.of(FieldError.forbidden(pointer.substring(1).replace('/', '.'), why));
  }

  private static List<FieldError> immutable(
      String pointer, KubeObject object, KubeObject old, String why) {
    if (object.at(pointer).equals(old.at(pointer))) {
      return List.of();
    }
    String field = pointer.substring(1).replace('/', '.');
    return List.of(FieldError.invalid(field, object.at(pointer), why));
  }
}
