package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A Job's {@code podFailurePolicy}: the first rule that matches a failed pod decides.
 *
 * @param rules of the policy, or a missing node
 */
record FailurePolicy(JsonNode rules) {
  /** What happens because of a failed pod. */
  enum Action {
    COUNT,
    IGNORE,
    FAIL_INDEX,
    FAIL_JOB;

    static Action of(String text) {
      return valueOf(text.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
  }

  /** The action of a matching rule, and the reason. */
  record Verdict(Action action, String message) {}

  private static final Verdict COUNTS = new Verdict(Action.COUNT, "");

  static FailurePolicy of(KubeObject job) {
    return new FailurePolicy(job.at("/spec/podFailurePolicy/rules"));
  }

  Verdict on(KubeObject pod) {
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      Optional<String> fits = fits(rule, pod);
      if (fits.isPresent()) {
        String action = rule.path("action").asText();
        return new Verdict(
            Action.of(action), "%s matching %s rule at index %d".formatted(fits.get(), action, i));
      }
    }
    return COUNTS;
  }

  private static Optional<String> fits(JsonNode rule, KubeObject pod) {
    JsonNode codes = rule.path("onExitCodes");
    return codes.isMissingNode() ? condition(rule, pod) : exit(codes, pod);
  }

  private static Optional<String> exit(JsonNode codes, KubeObject pod) {
    String container = codes.path("containerName").asText("");
    for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
      for (JsonNode status : pod.at("/status/" + list)) {
        String name = status.path("name").asText();
        int code = status.at("/state/terminated/exitCode").asInt();
        boolean listed = contains(codes.path("values"), code);
        boolean asked = codes.path("operator").asText().equals("In");
        if (code != 0 && listed == asked && (container.isEmpty() || container.equals(name))) {
          return Optional.of(
              "Container %s for pod %s/%s failed with exit code %d"
                  .formatted(name, pod.namespace(), pod.name(), code));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean contains(JsonNode values, int code) {
    return StreamSupport.stream(values.spliterator(), false)
        .anyMatch(value -> value.asInt() == code);
  }

  private static Optional<String> condition(JsonNode rule, KubeObject pod) {
    for (JsonNode pattern : rule.path("onPodConditions")) {
      for (JsonNode condition : pod.at("/status/conditions")) {
        if (is(condition, pattern, "type") && is(condition, pattern, "status")) {
          return Optional.of(
              "Pod %s/%s has condition %s"
                  .formatted(pod.namespace(), pod.name(), condition.path("type").asText()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean is(JsonNode condition, JsonNode pattern, String field) {
    JsonNode wanted = pattern.path(field);
    return wanted instanceof MissingNode
        ? condition.path(field).asText().equals("True")
        : wanted.equals(condition.path(field));
  }
}
