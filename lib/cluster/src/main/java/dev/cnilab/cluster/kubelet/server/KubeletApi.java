package dev.cnilab.cluster.kubelet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.kubelet.configuration.KubeletDefaults;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A kubelet's answers to HTTP requests other than streams. In a task only. */
final class KubeletApi {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** The {@code WriteTimeout} of a kubelet's server. */
  private static final Duration WRITE_TIMEOUT = Duration.ofHours(4);

  private static final String JSON = "application/json";

  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          500, "Internal Server Error",
          501, "Not Implemented");

  private static final List<String> ROOTS =
      List.of(
          "attach",
          "configz",
          "containerLogs",
          "exec",
          "healthz",
          "logs",
          "pods",
          "portForward",
          "run",
          "runningpods");

  /** Paths of a real kubelet that are missing here. */
  private static final List<String> NOT_MODELLED =
      List.of("metrics", "stats", "debug", "checkpoint", "statusz", "flagz");

  private static final String UPGRADE = "Upgrade request required\n";

  private final KubeletFacts facts;
  private final CriRuntime runtime;
  private final StatusPublisher publisher;
  private final NodeStreams streams;
  private final LogDirectory directory;
  private final Lifetime lifetime;

  KubeletApi(
      KubeletFacts facts,
      CriRuntime runtime,
      StatusPublisher publisher,
      NodeStreams streams,
      LogDirectory directory,
      Lifetime lifetime) {
    this.facts = facts;
    this.runtime = runtime;
    this.publisher = publisher;
    this.streams = streams;
    this.directory = directory;
    this.lifetime = lifetime;
  }

  /** Whether a path exists at all: an unknown one gets 404 with any token. */
  static boolean knows(HttpRequest request) {
    List<String> path = parts(request);
    return !path.isEmpty() && (ROOTS.contains(path.getFirst()) || isNotModelled(path));
  }

  private static boolean isNotModelled(List<String> path) {
    return NOT_MODELLED.contains(path.getFirst());
  }

  private static List<String> parts(HttpRequest request) {
    return Arrays.stream(request.path().split("/")).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * The answer to a request.
   *
   * @param isGone whether its client has left
   * @throws ErrnoException if it may no longer be written; the connection is closed without it
   */
  HttpResponse answer(HttpRequest request, BooleanSupplier isGone) {
    List<String> path = parts(request);
    if (isNotModelled(path)) {
      return text(501, request.path() + " is not modelled by this kubelet\n");
    }
    return switch (path.getFirst()) {
      case "healthz" -> isHealth(path) ? text(200, "ok") : notFound();
      case "pods" -> path.size() == 1 ? podList(this::withStatus) : notFound();
      case "runningpods" -> runningPods(request);
      case "configz" -> path.size() == 1 ? configz() : notFound();
      case "containerLogs" -> path.size() == 4 ? log(path, request, isGone) : notFound();
      case "logs" -> directory.answer(request.path());
      case "run" -> path.size() == 4 ? run(path, request, isGone) : notFound();
      case "exec", "attach" -> path.size() == 4 ? withoutUpgrade(request) : notFound();
      case "portForward" -> path.size() == 3 ? text(500, UPGRADE) : notFound();
      default -> HttpResponse.notFound();
    };
  }

  private static boolean isHealth(List<String> path) {
    return path.size() == 1
        || (path.size() == 2 && List.of("ping", "log", "syncloop").contains(path.get(1)));
  }

  private static HttpResponse withoutUpgrade(HttpRequest request) {
    boolean streams =
        List.of("input", "output", "error").stream().anyMatch(name -> isSet(request, name));
    return streams
        ? text(500, UPGRADE)
        : text(400, "you must specify at least 1 of stdin, stdout, stderr");
  }

  private HttpResponse runningPods(HttpRequest request) {
    return request.path().equals("/runningpods")
        ? new HttpResponse(
                307,
                "Temporary Redirect",
                "text/html; charset=utf-8",
                "<a href=\"/runningpods/\">Temporary Redirect</a>.\n\n")
            .withHeader("Location", "/runningpods/")
        : request.path().equals("/runningpods/") ? podList(this::asItRuns) : notFound();
  }

  static HttpResponse text(int code, String text) {
    return new HttpResponse(code, REASONS.getOrDefault(code, "Error"), PLAIN, text);
  }

  /** The answer of a real kubelet's router below a known path. */
  private static HttpResponse notFound() {
    return text(404, "404: Page Not Found");
  }

  private HttpResponse podList(Function<Pod, Optional<JsonNode>> view) {
    ObjectNode list = Json.object().put("kind", "PodList").put("apiVersion", "v1");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    facts.pods().get().forEach(pod -> view.apply(pod).ifPresent(items::add));
    return HttpResponse.ok(JSON, list + "\n");
  }

  private Optional<JsonNode> withStatus(Pod pod) {
    ObjectNode json = pod.object().json().deepCopy();
    json.remove(List.of("kind", "apiVersion"));
    publisher.find(pod.uid()).ifPresent(status -> json.set("status", status));
    return Optional.of(json);
  }

  /** The pod with its status in the runtime. */
  private Optional<JsonNode> asItRuns(Pod pod) {
    List<ContainerStatus> running = RuntimePod.of(runtime, pod.uid()).running();
    if (running.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode json = Json.object();
    json.putObject("metadata")
        .put("name", pod.name())
        .put("namespace", pod.namespace())
        .put("uid", pod.uid());
    ArrayNode containers = json.putObject("spec").putArray("containers");
    for (ContainerStatus container : running) {
      containers
          .addObject()
          .put("name", container.metadata().name())
          .put("image", container.imageRef())
          .putObject("resources");
    }
    json.putObject("status");
    return Optional.of(json);
  }

  private HttpResponse configz() {
    ObjectNode whole = Json.object();
    whole.set("kubeletconfig", KubeletDefaults.complete(facts.configuration()));
    return HttpResponse.ok(JSON, whole + "\n");
  }

  private HttpResponse log(List<String> path, HttpRequest request, BooleanSupplier isGone) {
    Optional<Pod> pod = facts.pod(path.get(1), path.get(2));
    if (pod.isEmpty()) {
      return text(404, "pod " + GoText.quote(path.get(2)) + " does not exist");
    }
    if (pod.get().container(path.get(3)).isEmpty()) {
      return text(
          404,
          "container %s not found in pod %s"
              .formatted(GoText.quote(path.get(3)), GoText.quote(path.get(2))));
    }
    if (isSet(request, "follow")) {
      return text(501, "follow is not modelled for clients other than the API server\n");
    }
    try {
      LogRequest wanted =
          new LogRequest(
              path.get(1),
              path.get(2),
              path.get(3),
              false,
              isSet(request, "previous"),
              isSet(request, "timestamps"),
              since(request),
              number(request, "tailLines"),
              number(request, "limitBytes"));
      return collected(sink -> streams.logs(wanted, sink), isGone);
    } catch (NumberFormatException | DateTimeException malformed) {
      return text(400, "{\"message\": \"Unable to decode query.\"}");
    }
  }

  private Optional<Instant> since(HttpRequest request) {
    OptionalLong seconds = number(request, "sinceSeconds");
    String time = request.parameter("sinceTime");
    return seconds.isPresent()
        ? Optional.of(lifetime.now().minusSeconds(seconds.getAsLong()))
        : time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
  }

  private static OptionalLong number(HttpRequest request, String name) {
    String value = request.parameter(name);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  private static boolean isSet(HttpRequest request, String name) {
    return List.of("true", "1").contains(request.parameter(name));
  }

  private HttpResponse run(List<String> path, HttpRequest request, BooleanSupplier isGone) {
    if (!request.method().equals("POST")) {
      return text(405, "405: Method Not Allowed").withHeader("Allow", "POST");
    }
    ExecRequest command =
        new ExecRequest(
            path.get(1),
            path.get(2),
            path.get(3),
            List.of(request.parameter("cmd").split(" ")),
            false,
            false);
    return collected(sink -> streams.exec(command, sink), isGone);
  }

  /**
   * What a stream says until it ends; it is ended with its client, or when the answer could no
   * longer be written.
   */
  private HttpResponse collected(Function<StreamSink, ExecSession> stream, BooleanSupplier isGone) {
    CollectedOutput output = new CollectedOutput(lifetime.loop());
    ExecSession session;
    try {
      session = stream.apply(output);
    } catch (ApiException refused) {
      return text(refused.status().code(), refused.status().message());
    }
    try (session) {
      EventLoop loop = lifetime.loop();
      long late = loop.nanoTime() + WRITE_TIMEOUT.toNanos();
      return output
          .awaitEnd(() -> isGone.getAsBoolean() || loop.nanoTime() > late)
          .orElseThrow(() -> new ErrnoException(Errno.ETIMEDOUT));
    }
  }
}
