package dev.cnilab.lab.place;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.problem.LabException;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a node pod: kernels and {@code ./lab node} share them. Each user is an annotation of the
 * pod, so that the first to end does not take the pod from the others.
 */
final class NodePodUse {

  private static final String USER = "used-by.cni-lab/";

  private NodePodUse() {}

  /** Whether a pod runs and is not about to end. */
  static boolean canBegin(Json pod) {
    return pod.text("/status/phase").equals("Running") && !isEnding(pod);
  }

  private static boolean isEnding(Json pod) {
    return !pod.text("/metadata/deletionTimestamp").isEmpty();
  }

  static boolean isBy(Json pod, String user) {
    return pod.fields("/metadata/annotations").containsKey(USER + user);
  }

  /** Begins a use; whether the pod is there for as long as it lasts. */
  static boolean begin(Cluster cluster, String path, String user) {
    try {
      return !isEnding(cluster.merge(path, annotation(user, "")));
    } catch (LabException itHasGone) {
      return false;
    }
  }

  /** Ends a use, and the pod if it was the last. */
  static void end(Cluster cluster, String path, String user) {
    Json left = cluster.merge(path, annotation(user, null));
    while (left.fields("/metadata/annotations").keySet().stream()
            .noneMatch(name -> name.startsWith(USER))
        && !cluster.deleteUnchanged(path, 0, left)) {
      left = cluster.find(path).orElse(Json.ABSENT);
      if (left.isAbsent()) {
        return;
      }
    }
  }

  private static Json annotation(String user, @Nullable String value) {
    return Json.of(
        Map.of("metadata", Map.of("annotations", Collections.singletonMap(USER + user, value))));
  }
}
