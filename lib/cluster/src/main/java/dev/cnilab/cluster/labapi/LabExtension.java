package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.ApiExtension;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Pace;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

/** The group {@code lab.cnilab.dev/v1}. */
public final class LabExtension implements ApiExtension {
  private static final String GROUP = "lab.cnilab.dev";
  private static final List<ResourceType> TYPES =
      List.of(
          ResourceType.clusterWide(GROUP, "v1", "Clock", "clock")
              .withVerbs("get")
              .withSubresources("advance"),
          ResourceType.clusterWide(GROUP, "v1", "Trace", "traces").withVerbs("create"),
          ResourceType.clusterWide(GROUP, "v1", "Reset", "reset").withVerbs("create", "get"),
          Consoles.TYPE,
          FurtherClusters.TYPE);

  /** A longer time would not pass within the hour in which it must be answered. */
  private static final Duration LONGEST_ADVANCE = Duration.ofDays(400);

  private final EventLoop loop;
  private final Tracing tracing;
  private final Resets resets;
  private final Consoles consoles;
  private final FurtherClusters clusters;

  /**
   * Serves a cluster.
   *
   * @param clusters the ones started beside it
   */
  public LabExtension(
      EventLoop loop, Tracing tracing, Resets resets, Consoles consoles, FurtherClusters clusters) {
    this.loop = loop;
    this.tracing = tracing;
    this.resets = resets;
    this.consoles = consoles;
    this.clusters = clusters;
  }

  @Override
  public List<ResourceType> types() {
    return TYPES;
  }

  @Override
  public JsonNode answer(String method, List<String> path, JsonNode body) {
    if (!path.getFirst().equals("reset")) {
      resets.awaitEnd();
    }
    return switch (method + " " + String.join("/", path)) {
      case "GET clock" -> clock();
      case "POST clock/advance" -> {
        loop.advance(duration(body.path("duration").asText("")));
        yield clock();
      }
      case "POST clock/pace" -> {
        loop.pace(pace(body.path("pace").asText("")));
        yield clock();
      }
      case "POST traces" -> tracing.trace(body);
      case "GET reset" -> reset(resets.isUnderWay() ? "under way" : "none under way");
      case "POST reset" ->
          reset(
              switch (resets.run()) {
                case OWN -> "done";
                case SHARED -> "done; another one was under way, and was waited for";
              });
      case "POST clusters" -> clusters.create(body);
      case "GET clusters" -> clusters.list();
      default -> {
        if (path.size() == 2 && path.getFirst().equals("clusters") && method.equals("GET")) {
          yield clusters.get(path.get(1));
        }
        if (path.size() == 2 && path.getFirst().equals("clusters") && method.equals("DELETE")) {
          yield clusters.delete(path.get(1));
        }
        throw ApiErrors.noSuchResource();
      }
    };
  }

  @Override
  public ExecSession exec(List<String> path, ExecRequest request, StreamSink sink) {
    if (!path.getFirst().equals(Consoles.TYPE.plural())) {
      throw ApiErrors.noSuchResource();
    }
    return consoles.exec(path.getLast(), request, sink);
  }

  private JsonNode clock() {
    return document("Clock")
        .put("now", loop.call(loop::now).toString())
        .put("pace", loop.pace() == Pace.ON_DEMAND ? "on-demand" : "real-time");
  }

  private static Pace pace(String text) {
    return switch (text) {
      case "real-time" -> Pace.REAL_TIME;
      case "on-demand" -> Pace.ON_DEMAND;
      default ->
          throw ApiErrors.badRequest("pace: \"" + text + "\" is not one of on-demand, real-time");
    };
  }

  private static ObjectNode reset(String message) {
    ObjectNode json = document("Reset");
    json.putObject("status").put("message", message);
    return json;
  }

  private static ObjectNode document(String kind) {
    return Json.object().put("apiVersion", GROUP + "/v1").put("kind", kind);
  }

  /**
   * A duration as Go writes it, with one unit: {@code 1500ms}, {@code 5s}, {@code 2m}, {@code 1h}.
   */
  private static Duration duration(String text) {
    try {
      Duration duration =
          text.endsWith("ms")
              ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
              : Duration.parse("PT" + text);
      if (duration.compareTo(LONGEST_ADVANCE) > 0) {
        throw ApiErrors.badRequest(
            "duration: \"%s\" is more than can pass at once; ask for at most %sh"
                .formatted(text, LONGEST_ADVANCE.toHours()));
      }
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException malformed) {
      // Answered below like a negative duration.
    }
    throw ApiErrors.badRequest(
        "duration: \"" + text + "\" is not a time to let pass; write for example 500ms, 5s or 2m");
  }
}
