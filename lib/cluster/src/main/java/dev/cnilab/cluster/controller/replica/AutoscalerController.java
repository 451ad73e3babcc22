package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;

/**
 * Keeps the target of an autoscaler within its bounds, and reports every fifteen seconds that there
 * are no metrics: the server of metrics.k8s.io is an add-on that this cluster does not have ({@code
 * pkg/controller/podautoscaler}).
 */
public final class AutoscalerController implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final ControlLoop control;

  public AutoscalerController(ControllerContext context) {
    this.context = context;
    this.client = context.client();
    this.recorder = context.recorder("horizontal-pod-autoscaler");
    this.control =
        context
            .controlLoop(this::reconcile)
            .watch(
                ResourceTypes.HORIZONTAL_POD_AUTOSCALERS,
                event -> event.before() == null || specChanged(event.before(), event.object()),
                autoscaler -> java.util.stream.Stream.of(ObjectKey.of(autoscaler)));
  }

  private static boolean specChanged(KubeObject before, KubeObject after) {
    return !before.at("/spec").equals(after.at("/spec"));
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.HORIZONTAL_POD_AUTOSCALERS, key.namespace(), key.name())
        .ifPresent(
            autoscaler -> {
              control.addAfter(key, PERIOD);
              reconcile(autoscaler);
            });
  }

  private void reconcile(KubeObject autoscaler) {
    ObjectNode status = Json.object();
    status.set("conditions", autoscaler.at("/status/conditions").deepCopy());
    if (!status.path("conditions").isArray()) {
      status.putArray("conditions");
    }
    status.put("observedGeneration", autoscaler.generation());
    try {
      scale(autoscaler, target(autoscaler), status);
    } catch (ApiException without) {
      String why = without.status().message();
      say(
          status,
          Conditions.of(
              "AbleToScale",
              "False",
              "FailedGetScale",
              "the HPA controller was unable to get the target's current scale: " + why));
      recorder.event(autoscaler, EventType.WARNING, "FailedGetScale", why);
    }
    KubeObject told = autoscaler.with("status", status);
    if (!told.equals(autoscaler)) {
      client.updateStatus(ResourceTypes.HORIZONTAL_POD_AUTOSCALERS, told);
    }
  }

  private void scale(KubeObject autoscaler, Target target, ObjectNode status) {
    long current = target.object().at("/spec/replicas").asLong();
    long wanted = within(autoscaler, current);
    status
        .put("currentReplicas", target.object().at("/status/replicas").asLong())
        .put("desiredReplicas", current == wanted ? 0 : wanted);
    say(
        status,
        Conditions.of(
            "AbleToScale",
            "True",
            "SucceededGetScale",
            "the HPA controller was able to get the target's current scale"));
    if (current == 0) {
      say(
          status,
          Conditions.of(
              "ScalingActive",
              "False",
              "ScalingDisabled",
              "scaling is disabled since the replica count of the target is zero"));
    } else if (current == wanted) {
      new MissingMetrics(autoscaler, recorder)
          .condition()
          .ifPresent(
              condition -> {
                status.putArray("currentMetrics").addObject().put("type", "");
                say(status, condition);
              });
    } else {
      resize(autoscaler, target, wanted, current);
      say(
          status,
          Conditions.of(
              "AbleToScale",
              "True",
              "SucceededRescale",
              "the HPA controller was able to update the target scale to " + wanted));
    }
  }

  /** The number of replicas, limited to the bounds; zero is left alone. */
  private static long within(KubeObject autoscaler, long current) {
    long least = autoscaler.at("/spec/minReplicas").asLong(1);
    return current == 0
        ? 0
        : Math.min(Math.max(current, least), autoscaler.at("/spec/maxReplicas").asLong());
  }

  private void resize(KubeObject autoscaler, Target target, long wanted, long current) {
    ObjectNode scale = Json.object().put("apiVersion", "autoscaling/v1").put("kind", "Scale");
    scale
        .putObject("metadata")
        .put("name", target.object().name())
        .put("namespace", target.object().namespace())
        .put("resourceVersion", target.object().resourceVersion());
    scale.putObject("spec").put("replicas", wanted);
    client.updateSubresource(target.type(), KubeObject.of(scale), "scale");
    recorder.event(
        autoscaler,
        EventType.NORMAL,
        "SuccessfulRescale",
        "New size: %d; reason: Current number of replicas %s"
            .formatted(
                wanted, current > wanted ? "above Spec.MaxReplicas" : "below Spec.MinReplicas"));
  }

  /** The object that is scaled. */
  private record Target(ResourceType type, KubeObject object) {}

  private Target target(KubeObject autoscaler) {
    JsonNode reference = autoscaler.at("/spec/scaleTargetRef");
    String name = reference.path("name").asText();
    ResourceType type =
        client.types().stream()
            .filter(each -> each.kind().equals(reference.path("kind").asText()))
            .filter(each -> each.apiVersion().equals(reference.path("apiVersion").asText("v1")))
            .filter(each -> each.subresources().contains("scale"))
            .findFirst()
            .orElseThrow(ApiErrors::noSuchResource);
    return new Target(
        type,
        client
            .find(type, autoscaler.namespace(), name)
            .orElseThrow(() -> ApiErrors.notFound(type, name)));
  }

  /** An unchanged condition keeps its time. */
  private void say(ObjectNode status, ObjectNode condition) {
    String type = condition.path("type").asText();
    condition.set(
        "lastTransitionTime",
        Conditions.find(status.path("conditions"), type)
            .filter(before -> before.path("status").equals(condition.path("status")))
            .map(before -> before.path("lastTransitionTime"))
            .orElseGet(() -> TextNode.valueOf(context.timestamp())));
    Conditions.put(status.withArray("/conditions"), condition);
  }
}
