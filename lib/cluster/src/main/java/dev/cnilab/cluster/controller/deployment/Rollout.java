package dev.cnilab.cluster.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Deployment and its ReplicaSets.
 *
 * @param current the one of the Deployment's current template, if it exists yet
 * @param old the others, the oldest first
 */
record Rollout(KubeObject deployment, Optional<ReplicaSet> current, List<ReplicaSet> old) {
  static Rollout of(KubeObject deployment, List<KubeObject> owned) {
    List<ReplicaSet> sets =
        owned.stream()
            .sorted(
                Comparator.comparing((KubeObject o) -> o.text("/metadata/creationTimestamp"))
                    .thenComparing(KubeObject::name))
            .map(ReplicaSet::new)
            .toList();
    PodTemplate template = PodTemplate.of(deployment);
    Optional<ReplicaSet> current = sets.stream().filter(set -> set.isOf(template)).findFirst();
    List<ReplicaSet> old =
        sets.stream().filter(set -> current.filter(set::equals).isEmpty()).toList();
    return new Rollout(deployment, current, old);
  }

  Stream<ReplicaSet> all() {
    return Stream.concat(old.stream(), current.stream());
  }

  /** The ReplicaSets that should have replicas. */
  List<ReplicaSet> active() {
    return all().filter(set -> set.size() > 0).toList();
  }

  /** How many replicas the Deployment asks for. */
  int desired() {
    return deployment.at("/spec/replicas").asInt(1);
  }

  boolean isRollingUpdate() {
    return !deployment.text("/spec/strategy/type").equals("Recreate");
  }

  boolean isPaused() {
    return deployment.at("/spec/paused").asBoolean();
  }

  /** The largest number of replicas during a rollout. */
  int most() {
    return desired() + maxSurge();
  }

  /** How many replicas may be unavailable during a rollout. */
  int maxUnavailable() {
    if (!isRollingUpdate() || desired() == 0) {
      return 0;
    }
    int surge = scaled("maxSurge", Math::ceil);
    int unavailable = scaled("maxUnavailable", Math::floor);
    return surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, desired());
  }

  private int maxSurge() {
    return isRollingUpdate() ? scaled("maxSurge", Math::ceil) : 0;
  }

  /** A number of replicas or a percentage of them; 25% if absent. */
  private int scaled(String field, java.util.function.DoubleUnaryOperator round) {
    JsonNode value = deployment.at("/spec/strategy/rollingUpdate/" + field);
    if (value.isInt()) {
      return value.asInt();
    }
    String percent = value.asText("25%").replace("%", "");
    return (int) round.applyAsDouble(desired() * Double.parseDouble(percent) / 100);
  }

  int totalSize() {
    return all().mapToInt(ReplicaSet::size).sum();
  }

  int totalAvailable() {
    return all().mapToInt(ReplicaSet::available).sum();
  }

  /** Whether the number of replicas has been changed since the ReplicaSets were sized. */
  boolean isScaling() {
    return active().stream()
        .filter(set -> set.object().annotations().containsKey(ReplicaSet.DESIRED_REPLICAS))
        .anyMatch(set -> set.annotation(ReplicaSet.DESIRED_REPLICAS) != desired());
  }
}
