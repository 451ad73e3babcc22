package dev.cnilab.cluster.apiserver.extension;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/** Resources that are not kept as objects but computed when they are asked for. */
public interface ApiExtension {
  /** What discovery lists; all of one group and version that no one else serves. */
  List<ResourceType> types();

  /**
   * Answers a request, on a thread of its own that may wait.
   *
   * @param path below the version, such as {@code [clock, advance]}
   * @param body a JSON value, an empty object if there is none
   * @throws dev.cnilab.cluster.client.ApiException for a failure to report
   */
  JsonNode answer(String method, List<String> path, JsonNode body);
}
