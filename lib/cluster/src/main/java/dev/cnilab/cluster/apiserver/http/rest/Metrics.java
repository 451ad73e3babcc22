package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import dev.cnilab.cluster.object.KubernetesRelease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code /metrics} reports, in Prometheus' text format: how many requests came from outside,
 * and the state of what serves them. On the loop.
 */
final class Metrics {
  private static final String REQUESTS =
      "Counter of apiserver requests broken out for each verb, dry run value, group, version,"
          + " resource, scope, component, and HTTP response code.";
  private static final String BUILD =
      "A metric with a constant '1' value labeled by major, minor, git version, git commit, git"
          + " tree state, build date, Go version, and compiler from which Kubernetes was built, and"
          + " platform on which it is running.";
  private static final String START = "Start time of the process since unix epoch in seconds.";

  private final Map<String, Long> requests = new TreeMap<>();
  private final Instant started;

  Metrics(Instant started) {
    this.started = started;
  }

  void count(RestRequest request, ResourcePath path, Reply.Final reply) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("code", Integer.toString(code(reply)));
    labels.put("component", "apiserver");
    labels.put("dry_run", dryRun(request.query().values("dryRun")));
    labels.put("group", path.group());
    labels.put("resource", path.plural());
    labels.put("scope", scope(path));
    labels.put("subresource", path.subresource());
    labels.put("verb", verb(request, path, reply));
    labels.put("version", path.version());
    requests.merge(written(labels), 1L, Long::sum);
  }

  private static int code(Reply.Final reply) {
    return switch (reply) {
      case Reply.Document document -> document.code();
      case Reply.Text text -> text.code();
      default -> 200;
    };
  }

  /** What a client makes up is one value only: each one is kept for good. */
  private static String dryRun(List<String> values) {
    if (values.isEmpty()) {
      return "";
    }
    return values.stream().allMatch("All"::equals) ? "All" : "invalid";
  }

  private static String scope(ResourcePath path) {
    if (!path.name().isEmpty()) {
      return "resource";
    }
    return path.namespace().isEmpty() ? "cluster" : "namespace";
  }

  private static String verb(RestRequest request, ResourcePath path, Reply.Final reply) {
    boolean all = path.name().isEmpty();
    return switch (request.method()) {
      case "GET" -> {
        if (reply instanceof Reply.Changes) {
          yield "WATCH";
        }
        yield all ? "LIST" : "GET";
      }
      case "DELETE" -> all ? "DELETECOLLECTION" : "DELETE";
      case "PATCH" -> request.contentType().contains("apply-patch") ? "APPLY" : "PATCH";
      case "POST", "PUT" -> request.method();
      default -> "other";
    };
  }

  Reply.Text answer() {
    StringBuilder text = new StringBuilder();
    family(text, "apiserver_request_total", "counter", "[STABLE] " + REQUESTS);
    requests.forEach(
        (labels, count) ->
            text.append("apiserver_request_total").append(labels).append(' ').append(count + "\n"));
    family(text, "kubernetes_build_info", "gauge", "[BETA] " + BUILD);
    Map<String, String> build =
        new TreeMap<>(
            Map.of(
                "git_version",
                KubernetesRelease.VERSION,
                "major",
                "1",
                "minor",
                KubernetesRelease.MINOR,
                "platform",
                "linux/amd64"));
    text.append("kubernetes_build_info").append(written(build)).append(" 1\n");
    family(text, "process_start_time_seconds", "gauge", START);
    text.append("process_start_time_seconds ").append(started.getEpochSecond()).append('\n');
    return new Reply.Text(200, text.toString());
  }

  private static void family(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  private static String written(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> "%s=\"%s\"".formatted(label.getKey(), escaped(label.getValue())))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A client may name resources that don't exist, with any characters. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
