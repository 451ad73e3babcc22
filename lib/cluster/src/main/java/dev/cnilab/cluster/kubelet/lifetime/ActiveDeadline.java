package dev.cnilab.cluster.kubelet.lifetime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * How long a pod may be active on its node: {@code activeDeadlineSeconds} from its start.
 *
 * @param wake syncs the pod of that uid again
 */
public record ActiveDeadline(Lifetime lifetime, Consumer<String> wake) {
  public static final String EXCEEDED = "DeadlineExceeded";
  public static final String MESSAGE =
      "Pod was active on the node longer than the specified deadline";

  /** Whether the deadline has passed; if not, the pod is synced again when it does. */
  public boolean hasPassed(Pod pod, JsonNode status) {
    JsonNode deadline = pod.object().at("/spec/activeDeadlineSeconds");
    String start = status.path("startTime").asText("");
    if (!deadline.isNumber() || start.isEmpty()) {
      return false;
    }
    Duration left =
        Duration.between(lifetime.now(), Instant.parse(start).plusSeconds(deadline.asLong()));
    if (left.isPositive()) {
      lifetime.after(left, () -> wake.accept(pod.uid()));
    }
    return !left.isPositive();
  }

  /**
   * The status of a pod that ends: past its deadline it has failed, however its containers have
   * ended.
   */
  public ObjectNode applied(Pod pod, ObjectNode status) {
    return hasPassed(pod, status) ? fail(status) : status;
  }

  /** Changes a status to that of a pod past its deadline. */
  public static ObjectNode fail(ObjectNode status) {
    return status.put("phase", "Failed").put("reason", EXCEEDED).put("message", MESSAGE);
  }
}
