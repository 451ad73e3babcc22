package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What may change in a pod: images, more tolerations, fewer scheduling gates, a shorter deadline.
 */
final class PodUpdateRules {
  private static final long LONGEST_LIFE = Integer.MAX_VALUE;
  private static final List<String> MUTABLE =
      List.of("activeDeadlineSeconds", "schedulingGates", "tolerations");
  private static final List<String> WHAT_A_TOLERATION_IS =
      List.of("key", "operator", "value", "effect");
  private static final String ONLY =
      "pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
          + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
          + " previously negative)\n";

  private PodUpdateRules() {}

  static List<FieldError> check(KubeObject pod, KubeObject old) {
    for (String list : List.of("containers", "initContainers")) {
      if (pod.at("/spec/" + list).size() != old.at("/spec/" + list).size()) {
        return List.of(
            FieldError.forbidden("spec." + list, "pod updates may not add or remove containers"));
      }
    }
    List<FieldError> errors = new ArrayList<>();
    Optional<FieldError> longer = longerLife(pod, old);
    if (longer.isPresent()) {
      return List.of(longer.get());
    }
    if (pod.at("/spec/activeDeadlineSeconds").isMissingNode()
        && !old.at("/spec/activeDeadlineSeconds").isMissingNode()) {
      errors.add(
          FieldError.invalid(
              "spec.activeDeadlineSeconds",
              pod.json().nullNode(),
              "must not update from a positive integer to nil value"));
    }
    if (!tolerations(pod).containsAll(tolerations(old))) {
      errors.add(
          FieldError.forbidden(
              "spec.tolerations",
              "existing toleration can not be modified except its tolerationSeconds"));
    }
    gates(pod, old, errors);
    difference(comparable(old), comparable(pod))
        .ifPresent(what -> errors.add(FieldError.forbidden("spec", ONLY + what)));
    return errors;
  }

  private static Optional<FieldError> longerLife(KubeObject pod, KubeObject old) {
    JsonNode after = pod.at("/spec/activeDeadlineSeconds");
    JsonNode before = old.at("/spec/activeDeadlineSeconds");
    if (after.isMissingNode()) {
      return Optional.empty();
    }
    String field = "spec.activeDeadlineSeconds";
    if (after.asLong() < 0 || after.asLong() > LONGEST_LIFE) {
      return Optional.of(
          FieldError.invalid(
              field, after, "must be between 0 and " + LONGEST_LIFE + ", inclusive"));
    }
    return !before.isMissingNode() && before.asLong() < after.asLong()
        ? Optional.of(
            FieldError.invalid(field, after, "must be less than or equal to previous value"))
        : Optional.empty();
  }

  private static void gates(KubeObject pod, KubeObject old, List<FieldError> errors) {
    Set<String> before = new HashSet<>();
    old.at("/spec/schedulingGates").forEach(gate -> before.add(gate.path("name").asText()));
    JsonNode gates = pod.at("/spec/schedulingGates");
    for (int i = 0; i < gates.size(); i++) {
      String name = gates.get(i).path("name").asText();
      if (!before.contains(name)) {
        errors.add(
            FieldError.forbidden(
                "spec.schedulingGates[" + i + "].name",
                "only deletion is allowed, but found new scheduling gate '" + name + "'"));
      }
    }
  }

  /** Existing ephemeral containers may not change; {@code ValidatePodEphemeralContainersUpdate}. */
  static List<FieldError> debugging(KubeObject pod, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    for (JsonNode before : old.at("/spec/ephemeralContainers")) {
      JsonNode after = null;
      for (JsonNode each : pod.at("/spec/ephemeralContainers")) {
        after = each.path("name").equals(before.path("name")) ? each : after;
      }
      if (!Objects.equals(before, after)) {
        errors.add(
            FieldError.forbidden(
                "spec.ephemeralContainers",
                "existing ephemeral containers "
                    + GoText.quote(before.path("name").asText())
                    + " may not be "
                    + (after == null ? "removed" : "changed")
                    + "\n"));
      }
    }
    return errors;
  }

  private static Set<List<String>> tolerations(KubeObject pod) {
    Set<List<String>> tolerations = new HashSet<>();
    for (JsonNode toleration : pod.at("/spec/tolerations")) {
      tolerations.add(
          WHAT_A_TOLERATION_IS.stream().map(part -> toleration.path(part).asText()).toList());
    }
    return tolerations;
  }

  /** A pod's spec without the fields that may change. */
  private static ObjectNode comparable(KubeObject pod) {
    ObjectNode spec = pod.json().path("spec").deepCopy();
    spec.remove(MUTABLE);
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        ((ObjectNode) container).remove("image");
      }
    }
    return spec;
  }

  /** The fields that differ; a real server shows the lines of its own structure here. */
  private static Optional<String> difference(ObjectNode before, ObjectNode after) {
    if (before.path("terminationGracePeriodSeconds").asLong() < 0
        && after.path("terminationGracePeriodSeconds").asLong() == 1) {
      after.set("terminationGracePeriodSeconds", before.get("terminationGracePeriodSeconds"));
    }
    StringBuilder difference = new StringBuilder();
    lines("-", before, after, difference);
    lines("+", after, before, difference);
    return difference.isEmpty() ? Optional.empty() : Optional.of(difference.toString());
  }

  private static void lines(String sign, ObjectNode of, ObjectNode other, StringBuilder lines) {
    for (Map.Entry<String, JsonNode> field : of.properties()) {
      if (!field.getValue().equals(other.path(field.getKey()))) {
        lines.append(sign).append(field).append('\n');
      }
    }
  }
}
