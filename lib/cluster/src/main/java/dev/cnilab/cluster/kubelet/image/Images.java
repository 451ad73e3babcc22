package dev.cnilab.cluster.kubelet.image;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriImages;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.kubelet.lifetime.Backoff;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pulls images according to a container's pull policy, with a back-off after failures. */
public final class Images {
  private final CriImages node;
  private final UnaryOperator<String> pull;
  private final EventRecorder recorder;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff();
  private final Map<String, String> lastErrors = new HashMap<>();

  /**
   * The images of a node.
   *
   * @param pull the runtime's pull, with failures logged
   */
  public Images(
      CriImages node, UnaryOperator<String> pull, EventRecorder recorder, InstantSource clock) {
    this.node = node;
    this.pull = pull;
    this.recorder = recorder;
    this.clock = clock;
  }

  /** The default user of an image's processes; root if the image is not there. */
  public long userOf(ContainerSpec container) {
    return node.status(ImageNames.withTag(container.image())).map(Image::runAsUser).orElse(0L);
  }

  /** Makes sure that the image is there, and returns the reference to create the container with. */
  public String ensure(Pod pod, ContainerSpec container) throws StartFailure {
    return ensure(pod, container, container.image(), container.imagePullPolicy());
  }

  /** The same for an image volume of a container. */
  public String ensure(Pod pod, ContainerSpec container, String image, String policy)
      throws StartFailure {
    Optional<String> complaint = ImageNames.complaint(image);
    if (complaint.isPresent()) {
      String message =
          "Failed to apply default image tag %s: couldn't parse image name %s: %s"
              .formatted(GoText.quote(image), GoText.quote(image), complaint.get());
      record(pod, container, EventType.WARNING, "InspectFailed", message);
      throw new StartFailure("InvalidImageName", message);
    }
    if (policy.equals("Always")) {
      return pull(pod, container, image);
    }
    Optional<Image> present = node.status(ImageNames.withTag(image));
    if (present.isPresent()) {
      String message =
          "Container image "
              + GoText.quote(image)
              + " already present on machine and can be accessed by the pod";
      record(pod, container, EventType.NORMAL, "Pulled", message);
      return present.get().id();
    }
    if (policy.equals("Never")) {
      String message =
          "Container image " + GoText.quote(image) + " is not present with pull policy of Never";
      record(pod, container, EventType.WARNING, "ErrImageNeverPull", message);
      throw new StartFailure("ErrImageNeverPull", message);
    }
    return pull(pod, container, image);
  }

  private String pull(Pod pod, ContainerSpec container, String image) throws StartFailure {
    String quoted = GoText.quote(image);
    String key = pod.uid() + "_" + image;
    if (backoff.isWaiting(key, clock.instant())) {
      String message = "Back-off pulling image " + quoted;
      record(pod, container, EventType.NORMAL, "BackOff", message);
      String last = lastErrors.get(key);
      throw new StartFailure("ImagePullBackOff", last == null ? message : message + ": " + last);
    }
    lastErrors.remove(key);
    record(pod, container, EventType.NORMAL, "Pulling", "Pulling image " + quoted);
    Instant start = clock.instant();
    try {
      String reference = pull.apply(ImageNames.withTag(image));
      String took =
          GoText.duration(Duration.between(start, clock.instant()).truncatedTo(ChronoUnit.MILLIS));
      long size = node.status(reference).map(Image::size).orElse(0L);
      record(
          pod,
          container,
          EventType.NORMAL,
          "Pulled",
          "Successfully pulled image %s in %s (%s including waiting). Image size: %d bytes."
              .formatted(quoted, took, took, size));
      return reference;
    } catch (CriException failure) {
      String message = "Failed to pull image " + quoted + ": " + failure.getMessage();
      record(pod, container, EventType.WARNING, "Failed", message);
      backoff.next(key, clock.instant(), clock.instant());
      lastErrors.put(key, "ErrImagePull: " + failure.getMessage());
      throw new StartFailure("ErrImagePull", String.valueOf(failure.getMessage()));
    }
  }

  private void record(
      Pod pod, ContainerSpec container, EventType type, String reason, String message) {
    recorder.event(pod.reference(container), type, reason, message);
  }
}
