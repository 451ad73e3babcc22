package dev.cnilab.cluster.image.cilium.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;

/** Sends requests to the agent of a process's node, through its socket. */
record AgentClient(Process process) {
  /** An answer of the agent. */
  record Answer(int status, JsonNode body) {}

  /**
   * Sends one request.
   *
   * @throws ErrnoException ENOENT if there is no socket, ECONNREFUSED if no process listens there
   */
  Answer call(String method, String path, ObjectNode body) {
    ObjectNode question = Json.object().put("method", method).put("path", path);
    question.set("body", body);
    JsonNode answer =
        Json.parse(
            process
                .machine()
                .localSockets()
                .ask(process.files(), AgentApi.SOCKET, Json.text(question)));
    return new Answer(answer.path("status").asInt(), answer.path("body"));
  }
}
