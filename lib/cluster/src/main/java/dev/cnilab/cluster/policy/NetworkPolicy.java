package dev.cnilab.cluster.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A NetworkPolicy. In each direction that it covers, a pod that it selects accepts only what a rule
 * of some policy allows.
 *
 * @param directions the directions in which it isolates pods
 * @param rules what it allows in each of them
 */
public record NetworkPolicy(
    String namespace,
    String name,
    LabelSelector pods,
    Set<PolicyType> directions,
    Map<PolicyType, List<PolicyRule>> rules) {

  /** Reads a policy; missing {@code policyTypes} are defaulted as by the API server. */
  public static NetworkPolicy of(KubeObject object) {
    Map<PolicyType, List<PolicyRule>> rules = new EnumMap<>(PolicyType.class);
    Set<PolicyType> directions = EnumSet.noneOf(PolicyType.class);
    JsonNode types = object.at("/spec/policyTypes");
    for (PolicyType direction : PolicyType.values()) {
      JsonNode list = object.at("/spec/" + direction.field());
      boolean named =
          StreamSupport.stream(types.spliterator(), false)
              .anyMatch(type -> type.asText().equals(direction.type()));
      boolean byDefault = types.isEmpty() && (direction == PolicyType.INGRESS || !list.isEmpty());
      if (named || byDefault) {
        directions.add(direction);
        rules.put(
            direction,
            StreamSupport.stream(list.spliterator(), false)
                .map(rule -> PolicyRule.of(rule, direction))
                .toList());
      }
    }
    return new NetworkPolicy(
        object.namespace().isEmpty() ? "default" : object.namespace(),
        object.name(),
        LabelSelector.of(object.at("/spec/podSelector")),
        directions,
        rules);
  }

  public boolean selects(PolicyPod pod) {
    return pod.namespace().equals(namespace) && pods.matches(pod.labels());
  }

  /** Whether it isolates a pod in a direction. */
  public boolean isolates(PolicyPod pod, PolicyType direction) {
    return directions.contains(direction) && selects(pod);
  }

  /** What it allows in a direction that it covers. */
  public List<PolicyRule> rules(PolicyType direction) {
    return rules.getOrDefault(direction, List.of());
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
