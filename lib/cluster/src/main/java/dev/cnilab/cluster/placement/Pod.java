package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.value.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What schedulers and controllers read from a pod. */
public record Pod(KubeObject object) {
  public String name() {
    return object.name();
  }

  public String namespace() {
    return object.namespace();
  }

  /** The node it is bound to, "" if none. */
  public String nodeName() {
    return object.text("/spec/nodeName");
  }

  /** {@code Pending}, {@code Running}, …; "" before it is set. */
  public String phase() {
    return object.text("/status/phase");
  }

  /** Its first address, "" if it has none yet. */
  public String ip() {
    return object.text("/status/podIP");
  }

  /** The names of the claims that its volumes mount, each once. */
  public Stream<String> claims() {
    return object
        .at("/spec/volumes")
        .valueStream()
        .map(volume -> volume.at("/persistentVolumeClaim/claimName").asText())
        .filter(claim -> !claim.isEmpty())
        .distinct();
  }

  /** Whether all its containers have ended permanently. */
  public boolean isFinished() {
    return phase().equals("Succeeded") || phase().equals("Failed");
  }

  /** Whether it counts as a replica: neither finished nor being deleted. */
  public boolean isActive() {
    return !isFinished() && !object.isTerminating();
  }

  public boolean isReady() {
    return readyCondition().path("status").asText("").equals("True");
  }

  /** When it became ready; empty if it is not. */
  public Optional<Instant> readySince() {
    return isReady()
        ? Optional.of(Timestamp.of(readyCondition().path("lastTransitionTime")))
        : Optional.empty();
  }

  /** The sum of its containers' restarts. */
  public int restarts() {
    int sum = 0;
    for (JsonNode status : object.at("/status/containerStatuses")) {
      sum += status.path("restartCount").asInt();
    }
    return sum;
  }

  private JsonNode readyCondition() {
    return condition("Ready");
  }

  /** A condition of its status, a missing node if there is none of that type. */
  public JsonNode condition(String type) {
    return Json.first(object.at("/status/conditions"), "type", type);
  }
}
