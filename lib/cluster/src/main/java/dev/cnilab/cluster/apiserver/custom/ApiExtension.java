package dev.cnilab.cluster.apiserver.custom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/** Resources that are not stored but computed on request. */
public interface ApiExtension {
  /** What discovery lists; all of one group and version that nothing else serves. */
  List<ResourceType> types();

  /**
   * Answers a request, on a thread that may block.
   *
   * @param path below the version, such as {@code [clock, advance]}
   * @param body a JSON value, an empty object if there is none
   * @throws dev.cnilab.cluster.client.ApiException for a failure to report
   */
  JsonNode answer(String method, List<String> path, JsonNode body);

  /**
   * Starts a command with the caller's streams, as {@code exec} of a pod does. On the loop.
   *
   * @param path as in {@link #answer}, without the {@code exec} at its end
   * @param request in no namespace, and of no pod or container
   * @throws dev.cnilab.cluster.client.ApiException for a failure to report
   */
  default ExecSession exec(List<String> path, ExecRequest request, StreamSink sink) {
    throw ApiErrors.noSuchResource();
  }
}
