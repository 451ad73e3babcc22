package dev.cnilab.cluster.apiserver.validation.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** How pods are replaced, and what their template may say about it. */
public final class StrategyRules {
  private static final String UNAVAILABLE = "maxUnavailable";
  private static final String SURGE = "maxSurge";

  /** For all other kinds the message names ReplicaSets. */
  private static final List<String> OWN_WORDS = List.of("DaemonSet", "StatefulSet");

  private StrategyRules() {}

  public static void ofDaemonSet(ValidatedField strategy) {
    known(strategy, List.of("RollingUpdate", "OnDelete"));
  }

  private static void known(ValidatedField strategy, List<String> types) {
    if (!types.contains(strategy.text("type"))) {
      strategy.notSupported(GoValue.of(strategy.value(), "Type=", "RollingUpdate"), types);
    }
  }

  public static void ofDeployment(ValidatedField strategy) {
    known(strategy, List.of("Recreate", "RollingUpdate"));
    ValidatedField rolling = strategy.field("rollingUpdate");
    if (strategy.text("type").equals("Recreate") && strategy.has("rollingUpdate")) {
      rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
    }
  }

  /** A rolling update needs a surge or a pod that may be unavailable. */
  public static void ofReplicas(ValidatedField rolling) {
    if (isZero(rolling, UNAVAILABLE) && isZero(rolling, SURGE)) {
      rolling.field(UNAVAILABLE).invalid("may not be 0 when `maxSurge` is 0");
    }
  }

  /** For DaemonSets only one of surge and unavailable may be set. */
  public static void ofDaemons(ValidatedField rolling) {
    boolean fewer = !isZero(rolling, UNAVAILABLE);
    boolean more = !isZero(rolling, SURGE);
    if (fewer && more) {
      rolling.field(SURGE).invalid("may not be set when maxUnavailable is non-zero");
    } else if (!fewer && !more) {
      rolling.field(UNAVAILABLE).required("cannot be 0 when maxSurge is 0");
    }
  }

  private static boolean isZero(ValidatedField rolling, String field) {
    JsonNode value = rolling.value().path(field);
    return value.isTextual() ? !value.asText().matches("0*[1-9]\\d*%") : value.asInt() == 0;
  }

  public static void deadline(ValidatedField deadline) {
    if (deadline.value().isNumber()
        && deadline.number() <= deadline.parent().field("minReadySeconds").number()) {
      deadline.invalid("must be greater than minReadySeconds");
    }
  }

  /** Pods that run forever are always restarted and have no deadline. */
  public static void forEver(ValidatedField template) {
    ValidatedField policy = template.field("spec").field("restartPolicy");
    if (!policy.text().equals("Always")) {
      policy.notSupported(List.of("Always"));
    }
    ValidatedField deadline = template.field("spec").field("activeDeadlineSeconds");
    String root = template.root().text("kind");
    String kind = OWN_WORDS.contains(root) ? root : "ReplicaSet";
    if (!deadline.value().isMissingNode()) {
      deadline.forbidden("activeDeadlineSeconds in " + kind + " is not Supported");
    }
  }

  /** No count of a Deployment's status exceeds the number of replicas. */
  public static void countsOfDeployment(ValidatedField status) {
    counts(status, "updatedReplicas");
  }

  /** The same for a ReplicaSet. */
  public static void countsOfReplicaSet(ValidatedField status) {
    counts(status, "fullyLabeledReplicas");
  }

  /** The same for a StatefulSet. */
  public static void countsOfStatefulSet(ValidatedField status) {
    for (String part :
        List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")) {
      atMost(status.field(part), "replicas", "status.replicas");
    }
    atMost(status.field("availableReplicas"), "readyReplicas", "status.readyReplicas");
  }

  private static void counts(ValidatedField status, String own) {
    for (String part : List.of(own, "readyReplicas", "availableReplicas")) {
      atMost(status.field(part), "replicas", "status.replicas");
    }
    atMost(status.field("availableReplicas"), "readyReplicas", "readyReplicas");
  }

  private static void atMost(ValidatedField part, String whole, String words) {
    if (part.number() > part.parent().field(whole).number()) {
      part.invalidNumber("cannot be greater than " + words);
    }
  }
}
