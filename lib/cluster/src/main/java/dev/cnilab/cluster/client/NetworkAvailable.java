package dev.cnilab.cluster.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a network agent reports that its node's network is ready: the condition {@code
 * NetworkUnavailable=False}, with the agent's own reason and message.
 */
public record NetworkAvailable(String reason, String message) {

  /** Writes the condition into the status of a node. */
  public void report(ApiClient client, String node, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "NetworkUnavailable")
        .put("status", "False")
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", time)
        .put("reason", reason)
        .put("message", message);
    client.patch(ResourceTypes.NODES, "", node, Patch.strategic(body).ofStatus());
  }
}
