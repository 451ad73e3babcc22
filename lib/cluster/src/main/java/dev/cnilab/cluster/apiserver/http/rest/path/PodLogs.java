package dev.cnilab.cluster.apiserver.http.rest.path;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Parses the query of {@code pods/NAME/log}. */
public final class PodLogs {
  private static final ResourceType OPTIONS =
      ResourceType.clusterWide("", "v1", "PodLogOptions", "");

  private static final Set<String> FLAGS = Set.of("follow", "previous", "timestamps");

  private static final List<String> FLAGS_AND_VALUES =
      List.of(
          "follow",
          "limitBytes",
          "previous",
          "sinceSeconds",
          "sinceTime",
          "tailLines",
          "timestamps");

  private PodLogs() {}

  public static Reply.Log of(KubeObject pod, Query query, Instant now) {
    String container = Containers.chosen(pod, query.text("container"));
    String sinceTime = query.text("sinceTime");
    OptionalLong seconds = query.number("sinceSeconds");
    OptionalLong lines = query.number("tailLines");
    OptionalLong bytes = query.number("limitBytes");
    Optional<Instant> time = sinceTime.isEmpty() ? Optional.empty() : Optional.of(time(sinceTime));
    if (time.isPresent() && seconds.isPresent()) {
      throw ApiErrors.badRequest("only one of sinceTime or sinceSeconds may be specified");
    }
    List<FieldError> errors = new ArrayList<>();
    requireAtLeast(1, "sinceSeconds", seconds, "greater than 0", errors);
    requireAtLeast(0, "tailLines", lines, "greater than or equal to 0", errors);
    requireAtLeast(1, "limitBytes", bytes, "greater than 0", errors);
    if (!errors.isEmpty()) {
      throw InvalidObject.of(OPTIONS, pod.name(), errors);
    }
    return new Reply.Log(
        new LogRequest(
            pod.namespace(),
            pod.name(),
            container,
            query.isSet("follow"),
            query.isSet("previous"),
            query.isSet("timestamps"),
            seconds.isPresent()
                ? Optional.of(now.minusSeconds(Math.min(seconds.getAsLong(), now.getEpochSecond())))
                : time,
            lines,
            bytes),
        pod.text("/spec/nodeName"),
        asked(query));
  }

  /** The kubelet's query as Go encodes it, sorted by name. */
  private static String asked(Query query) {
    StringBuilder asked = new StringBuilder();
    for (String name : FLAGS_AND_VALUES) {
      String value = query.text(name);
      boolean flag = FLAGS.contains(name);
      if (flag ? query.isSet(name) : !value.isEmpty()) {
        asked.append(asked.isEmpty() ? '?' : '&').append(name).append('=');
        asked.append(flag ? "true" : URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return asked.toString();
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException unreadable) {
      throw ApiErrors.badRequest(
          "parsing time "
              + GoText.quote(text)
              + " as \"2006-01-02T15:04:05Z07:00\": cannot parse "
              + GoText.quote(text)
              + " as \"2006\"");
    }
  }

  private static void requireAtLeast(
      long least, String field, OptionalLong value, String words, List<FieldError> errors) {
    if (value.isPresent() && value.getAsLong() < least) {
      errors.add(
          FieldError.invalid(field, LongNode.valueOf(value.getAsLong()), "must be " + words));
    }
  }
}
