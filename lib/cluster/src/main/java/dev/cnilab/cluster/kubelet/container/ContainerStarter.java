package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.image.Images;
import dev.cnilab.cluster.kubelet.image.StartFailure;
import dev.cnilab.cluster.kubelet.lifetime.Backoff;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a container: its image, its creation, its start, its postStart hook. */
public final class ContainerStarter {
  private final LoggedRuntime runtime;
  private final Images images;
  private final ContainerConfigs configs;
  private final Hooks hooks;
  private final EventRecorder recorder;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff();

  public ContainerStarter(
      LoggedRuntime runtime,
      Images images,
      ContainerConfigs configs,
      Hooks hooks,
      EventRecorder recorder,
      InstantSource clock) {
    this.runtime = runtime;
    this.images = images;
    this.configs = configs;
    this.hooks = hooks;
    this.recorder = recorder;
    this.clock = clock;
  }

  public void start(
      Pod pod, ContainerSpec container, RuntimePod known, String sandboxId, List<String> podIps)
      throws StartFailure {
    Optional<ContainerStatus> last = known.find(container.name());
    holdBack(pod, container, known.findEnded(container.name()));
    String image = ensureImage(pod, container);
    int restarts = last.map(status -> RuntimePod.restartCount(status) + 1).orElse(0);
    String id = create(pod, container, image, restarts, sandboxId, podIps, known);
    record(pod, container, EventType.NORMAL, "Created", "Container created");
    try {
      runtime.startContainer(id);
    } catch (CriException failure) {
      throw failed(pod, container, "RunContainerError", failure.description());
    }
    record(pod, container, EventType.NORMAL, "Started", "Container started");
    if (!hooks.postStart(pod, container, id)) {
      record(pod, container, EventType.NORMAL, "Killing", "FailedPostStartHook");
      runtime.stopContainer(id, java.time.Duration.ofSeconds(pod.gracePeriodSeconds()));
      throw new StartFailure("PostStartHookError", "PostStartHook failed");
    }
  }

  /**
   * A container that has ended is restarted only after increasing delays. One that has just been
   * killed still counts as running: the delay is counted from the end before ({@code doBackOff}).
   */
  private void holdBack(Pod pod, ContainerSpec container, Optional<ContainerStatus> ended)
      throws StartFailure {
    Instant finished = ended.map(ContainerStatus::finishedAt).orElse(null);
    if (finished == null) {
      return;
    }
    String key = pod.uid() + "_" + container.name() + "_" + container.hash();
    Optional<Instant> until = backoff.waitingUntil(key, finished, clock.instant());
    if (until.isPresent()) {
      record(
          pod,
          container,
          EventType.WARNING,
          "BackOff",
          "Back-off restarting failed container %s in pod %s"
              .formatted(container.name(), pod.longName()));
      throw StartFailure.backingOff(
          "CrashLoopBackOff",
          "back-off %s restarting failed container=%s pod=%s"
              .formatted(GoText.duration(backoff.delay(key)), container.name(), pod.longName()),
          until.get());
    }
    backoff.next(key, finished, clock.instant());
  }

  private String ensureImage(Pod pod, ContainerSpec container) throws StartFailure {
    try {
      return images.ensure(pod, container);
    } catch (StartFailure failure) {
      String error = "Error: " + failure.reason();
      record(pod, container, EventType.WARNING, "Failed", error);
      throw failure;
    }
  }

  private String create(
      Pod pod,
      ContainerSpec container,
      String image,
      int restarts,
      String sandboxId,
      List<String> podIps,
      RuntimePod known)
      throws StartFailure {
    ContainerConfig config;
    try {
      config = configs.of(pod, container, image, restarts, podIps, known);
      requireNonRoot(pod, container, config.securityContext().user().user());
    } catch (ApiException refused) {
      throw failed(pod, container, "CreateContainerConfigError", refused.status().message());
    } catch (IllegalArgumentException invalid) {
      throw failed(
          pod, container, "CreateContainerConfigError", String.valueOf(invalid.getMessage()));
    }
    try {
      return runtime.createContainer(sandboxId, config);
    } catch (CriException failure) {
      throw failed(pod, container, "CreateContainerError", failure.description());
    }
  }

  /** As verifyRunAsNonRoot of the kubelet. */
  private void requireNonRoot(Pod pod, ContainerSpec container, @Nullable Long asked)
      throws StartFailure {
    JsonNode ofPod = pod.object().at("/spec/securityContext/runAsNonRoot");
    boolean wanted =
        container.spec().at("/securityContext/runAsNonRoot").asBoolean(ofPod.asBoolean());
    long user = asked != null ? asked : images.userOf(container);
    if (wanted && user == 0) {
      String what =
          asked == null
              ? "container has runAsNonRoot and image will run as root"
              : "container's runAsUser breaks non-root policy";
      throw failed(
          pod,
          container,
          "CreateContainerConfigError",
          "%s (pod: \"%s\", container: %s)".formatted(what, pod.longName(), container.name()));
    }
  }

  private StartFailure failed(Pod pod, ContainerSpec container, String reason, String message) {
    record(pod, container, EventType.WARNING, "Failed", "Error: " + message);
    return new StartFailure(reason, message);
  }

  private void record(
      Pod pod, ContainerSpec container, EventType type, String reason, String message) {
    recorder.event(pod.reference(container), type, reason, message);
  }
}
