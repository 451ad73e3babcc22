package dev.cnilab.cluster.controller.deployment;

import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.object.KubeObject;

/** What a Deployment reads from one of its ReplicaSets. */
record ReplicaSet(KubeObject object) {
  static final String HASH_LABEL = "pod-template-hash";
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
  static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

  String name() {
    return object.name();
  }

  /** How many replicas it should have. */
  int size() {
    return object.at("/spec/replicas").asInt();
  }

  int replicas() {
    return object.at("/status/replicas").asInt();
  }

  int ready() {
    return object.at("/status/readyReplicas").asInt();
  }

  int terminating() {
    return object.at("/status/terminatingReplicas").asInt();
  }

  int available() {
    return object.at("/status/availableReplicas").asInt();
  }

  /** Its place in the history of rollouts; 0 if it has none. */
  long revision() {
    return annotation(REVISION);
  }

  /** A number in an annotation; 0 if there is none. */
  long annotation(String key) {
    try {
      return Long.parseLong(object.annotations().getOrDefault(key, "0"));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  boolean isOf(PodTemplate template) {
    return PodTemplate.of(object)
        .withoutLabel(HASH_LABEL)
        .equals(template.withoutLabel(HASH_LABEL));
  }
}
