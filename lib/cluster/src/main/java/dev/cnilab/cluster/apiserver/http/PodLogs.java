package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.node.LogRequest;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the query of {@code pods/NAME/log}. */
final class PodLogs {
  private PodLogs() {}

  static Reply of(KubeObject pod, RestRequest request, Instant now) {
    String container = Containers.chosen(pod, request.parameter("container"));
    String sinceTime = request.parameter("sinceTime");
    String seconds = request.parameter("sinceSeconds");
    if (!sinceTime.isEmpty() && !seconds.isEmpty()) {
      throw ApiErrors.badRequest("only one of sinceTime or sinceSeconds may be specified");
    }
    return new Reply.Log(
        new LogRequest(
            pod.namespace(),
            pod.name(),
            container,
            request.isSet("follow"),
            request.isSet("previous"),
            request.isSet("timestamps"),
            since(sinceTime, seconds, now),
            number(request.parameter("tailLines")),
            number(request.parameter("limitBytes"))),
        pod.text("/spec/nodeName"));
  }

  private static Optional<Instant> since(String time, String seconds, Instant now) {
    if (!time.isEmpty()) {
      return Optional.of(Instant.parse(time));
    }
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(now.minusSeconds(Long.parseLong(seconds)));
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }
}
