package dev.cnilab.cluster.controller.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Binds claims to existing volumes, and marks volumes whose claim is gone as released ({@code
 * pkg/controller/volume/persistentvolume}). There are no provisioners and no deleters, so no volume
 * is created for a claim, and a volume with the reclaim policy Delete fails.
 */
public final class BindingController implements AutoCloseable {
  private static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  private static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

  private final ApiClient client;
  private final ControllerContext context;
  private final EventRecorder recorder;
  private final ControlLoop claims;
  private final ControlLoop volumes;

  public BindingController(ControllerContext context) {
    this.context = context;
    this.client = context.client();
    this.recorder = context.recorder("persistentvolume-controller");
    this.volumes =
        context
            .controlLoop(this::reconcileVolume)
            .watch(ResourceTypes.PERSISTENT_VOLUMES)
            .watch(
                ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
                claim ->
                    Stream.of(claim.text("/spec/volumeName"))
                        .filter(name -> !name.isEmpty())
                        .map(name -> new ObjectKey("", name)));
    this.claims =
        context
            .controlLoop(this::reconcileClaim)
            .watch(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)
            .watch(ResourceTypes.STORAGE_CLASSES, changed -> pending().map(ObjectKey::of))
            .watch(ResourceTypes.PERSISTENT_VOLUMES, this::concernedBy);
  }

  @Override
  public void close() {
    claims.close();
    volumes.close();
  }

  /** The claim that a volume is bound to or reserved for, or those that may be bound to it. */
  private Stream<ObjectKey> concernedBy(KubeObject volume) {
    JsonNode owner = volume.at("/spec/claimRef");
    return owner.isMissingNode()
        ? pending()
            .filter(claim -> ClaimMatch.of(claim).best(List.of(volume)).isPresent())
            .map(ObjectKey::of)
        : Stream.of(new ObjectKey(owner.path("namespace").asText(), owner.path("name").asText()));
  }

  private Stream<KubeObject> pending() {
    return client
        .list(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "", ListOptions.everything())
        .stream()
        .filter(claim -> !claim.annotations().containsKey(BIND_COMPLETED));
  }

  private void reconcileVolume(ObjectKey key) {
    client
        .find(ResourceTypes.PERSISTENT_VOLUMES, "", key.name())
        .ifPresent(volume -> say(volume, phase(volume)));
  }

  private String phase(KubeObject volume) {
    JsonNode reference = volume.at("/spec/claimRef");
    if (reference.path("uid").asText("").isEmpty()) {
      return "Available";
    }
    boolean there =
        client
            .find(
                ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
                reference.path("namespace").asText(),
                reference.path("name").asText())
            .filter(claim -> claim.uid().equals(reference.path("uid").asText()))
            .isPresent();
    if (there) {
      return "Bound";
    }
    return volume.text("/spec/persistentVolumeReclaimPolicy").equals("Delete")
        ? "Failed"
        : "Released";
  }

  private void say(KubeObject volume, String phase) {
    if (volume.text("/status/phase").equals(phase)) {
      return;
    }
    String why =
        "error getting deleter volume plugin for volume \"%s\": no deletable volume plugin matched"
            .formatted(volume.name());
    client.updateStatus(
        ResourceTypes.PERSISTENT_VOLUMES,
        volume.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              status.put("phase", phase).put("lastPhaseTransitionTime", context.timestamp());
              if (phase.equals("Failed")) {
                status.put("message", why);
              }
            }));
    if (phase.equals("Failed")) {
      recorder.event(volume, EventType.WARNING, "VolumeFailedDelete", why);
    }
  }

  private void reconcileClaim(ObjectKey key) {
    client
        .find(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, key.namespace(), key.name())
        .filter(claim -> !claim.isTerminating())
        .ifPresent(this::reconcile);
  }

  private void reconcile(KubeObject claim) {
    if (claim.annotations().containsKey(BIND_COMPLETED)) {
      if (client
          .find(ResourceTypes.PERSISTENT_VOLUMES, "", claim.text("/spec/volumeName"))
          .isEmpty()) {
        lose(claim);
      }
      return;
    }
    Optional<KubeObject> volume =
        ClaimMatch.of(claim)
            .best(client.list(ResourceTypes.PERSISTENT_VOLUMES, "", ListOptions.everything()));
    if (volume.isPresent()) {
      bind(claim, volume.get());
    } else {
      tellWhyPending(claim);
    }
  }

  private void bind(KubeObject claim, KubeObject volume) {
    KubeObject taken =
        client.update(
            ResourceTypes.PERSISTENT_VOLUMES,
            volume.edit(
                json -> {
                  if (volume.at("/spec/claimRef").isMissingNode()) {
                    annotate(json, BOUND_BY_CONTROLLER);
                  }
                  json.withObject("/spec")
                      .withObject("/claimRef")
                      .put("kind", "PersistentVolumeClaim")
                      .put("namespace", claim.namespace())
                      .put("name", claim.name())
                      .put("uid", claim.uid())
                      .put("apiVersion", "v1")
                      .put("resourceVersion", claim.resourceVersion());
                }));
    say(taken, "Bound");
    KubeObject bound =
        client.update(
            ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
            claim.edit(
                json -> {
                  annotate(json, BIND_COMPLETED);
                  if (claim.text("/spec/volumeName").isEmpty()) {
                    annotate(json, BOUND_BY_CONTROLLER);
                  }
                  json.withObject("/spec").put("volumeName", volume.name());
                }));
    client.updateStatus(
        ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
        bound.edit(
            json -> {
              ObjectNode status = json.withObject("/status").put("phase", "Bound");
              status.set("accessModes", volume.at("/spec/accessModes"));
              status.set("capacity", volume.at("/spec/capacity"));
            }));
  }

  private static void annotate(ObjectNode json, String key) {
    json.withObject("/metadata").withObject("/annotations").put(key, "yes");
  }

  private void lose(KubeObject claim) {
    if (!claim.text("/status/phase").equals("Lost")) {
      client.updateStatus(
          ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
          claim.edit(json -> json.withObject("/status").put("phase", "Lost")));
      recorder.event(
          claim,
          EventType.WARNING,
          "ClaimLost",
          "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }
  }

  private void tellWhyPending(KubeObject claim) {
    String name = claim.text("/spec/storageClassName");
    Optional<KubeObject> storageClass = client.find(ResourceTypes.STORAGE_CLASSES, "", name);
    if (name.isEmpty()) {
      recorder.event(
          claim,
          EventType.NORMAL,
          "FailedBinding",
          "no persistent volumes available for this claim and no storage class is set");
    } else if (storageClass.isEmpty()) {
      recorder.event(
          claim,
          EventType.WARNING,
          "ProvisioningFailed",
          "storageclass.storage.k8s.io \"" + name + "\" not found");
    } else if (storageClass.get().text("/volumeBindingMode").equals("WaitForFirstConsumer")) {
      recorder.event(
          claim,
          EventType.NORMAL,
          "WaitForFirstConsumer",
          "waiting for first consumer to be created before binding");
    } else {
      recorder.event(
          claim,
          EventType.NORMAL,
          "ExternalProvisioning",
          ("Waiting for a volume to be created either by the external provisioner '%s' or manually"
                  + " by the system administrator. If volume creation is delayed, please verify"
                  + " that the provisioner is running and correctly registered.")
              .formatted(storageClass.get().text("/provisioner")));
    }
  }
}
