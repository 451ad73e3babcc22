package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The users of a node pod, which kernels and {@code ./lab node} share. Each user is an annotation
 * on the pod, so that the first one to end does not delete it for the others.
 */
final class NodePodUse {

  private static final String USER = "used-by.cni-lab/";

  private NodePodUse() {}

  /** Whether a pod runs and is not being deleted. */
  static boolean canBegin(Json pod) {
    return pod.text("/status/phase").equals("Running") && !isEnding(pod);
  }

  private static boolean isEnding(Json pod) {
    return !pod.text("/metadata/deletionTimestamp").isEmpty();
  }

  static boolean isBy(Json pod, String user) {
    return pod.fields("/metadata/annotations").containsKey(USER + user);
  }

  /** Begins a use; true if the pod will exist as long as it lasts. */
  static boolean begin(Cluster cluster, String path, String user) {
    try {
      return !isEnding(cluster.merge(path, annotation(user, "")));
    } catch (LabException itHasGone) {
      return false;
    }
  }

  /** Ends a use, and deletes the pod after the last one. */
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
