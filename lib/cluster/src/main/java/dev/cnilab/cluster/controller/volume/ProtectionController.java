package dev.cnilab.cluster.controller.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Removes the protection finalizer of a deleted object as soon as nothing uses it ({@code
 * pkg/controller/volume/pvcprotection} and {@code pvprotection}).
 */
public final class ProtectionController implements AutoCloseable {
  private final ApiClient client;
  private final ResourceType type;
  private final String finalizer;
  private final Predicate<KubeObject> isUsed;
  private final ControlLoop control;
  private final UnaryOperator<KubeObject> told;

  private ProtectionController(
      ControllerContext context,
      ResourceType type,
      String finalizer,
      Predicate<KubeObject> isUsed,
      UnaryOperator<KubeObject> told) {
    this.client = context.client();
    this.type = type;
    this.finalizer = finalizer;
    this.isUsed = isUsed;
    this.told = told;
    this.control = context.controlLoop(this::reconcile).watch(type);
  }

  /** A claim is used by the pods that mount it and have not ended; its status says so. */
  public static ProtectionController ofClaims(ControllerContext context) {
    ProtectionController claims =
        new ProtectionController(
            context,
            ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
            "kubernetes.io/pvc-protection",
            claim -> isMounted(context.client(), claim),
            claim ->
                (isMounted(context.client(), claim) ? UnusedCondition.USED : UnusedCondition.UNUSED)
                    .on(claim, context.timestamp()));
    claims.control.watch(ResourceTypes.PODS, ProtectionController::claims);
    return claims;
  }

  /** A volume is used by the claim that it is bound to. */
  public static ProtectionController ofVolumes(ControllerContext context) {
    return new ProtectionController(
        context,
        ResourceTypes.PERSISTENT_VOLUMES,
        "kubernetes.io/pv-protection",
        volume -> volume.text("/status/phase").equals("Bound"),
        UnaryOperator.identity());
  }

  /** Volume attributes classes are unused, as no volume is ever created. */
  public static ProtectionController ofClasses(ControllerContext context) {
    return new ProtectionController(
        context,
        ResourceTypes.VOLUME_ATTRIBUTES_CLASSES,
        "kubernetes.io/vac-protection",
        volumeClass -> false,
        UnaryOperator.identity());
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    client.find(type, key.namespace(), key.name()).ifPresent(this::reconcile);
  }

  private void reconcile(KubeObject object) {
    if (!object.isTerminating()) {
      KubeObject now = told.apply(object);
      if (!now.equals(object)) {
        client.updateStatus(type, now);
      }
    } else if (!isUsed.test(object)) {
      release(object);
    }
  }

  private void release(KubeObject object) {
    ArrayNode left = Json.array();
    for (JsonNode each : object.at("/metadata/finalizers")) {
      if (!each.asText().equals(finalizer)) {
        left.add(each);
      }
    }
    KubeObject released = object.edit(json -> json.withObject("/metadata").set("finalizers", left));
    if (!released.equals(object)) {
      client.update(type, released);
    }
  }

  private static boolean isMounted(ApiClient client, KubeObject claim) {
    return client.listMounting(claim).stream().anyMatch(pod -> !new Pod(pod).isFinished());
  }

  private static Stream<ObjectKey> claims(KubeObject pod) {
    return new Pod(pod).claims().map(claim -> new ObjectKey(pod.namespace(), claim));
  }
}
