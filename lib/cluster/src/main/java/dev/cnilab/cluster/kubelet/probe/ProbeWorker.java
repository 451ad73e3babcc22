package dev.cnilab.cluster.kubelet.probe;

import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of one probe of one container of a pod. */
final class ProbeWorker {
  private final Pod pod;
  private final ContainerSpec container;
  private final ProbeType kind;
  private final ProbeSpec spec;
  private String containerId = "";
  private Verdict verdict = Verdict.UNKNOWN;
  private boolean lastSuccess;
  private int inRow;
  private boolean onHold;
  private boolean running;
  private Lifetime.@Nullable Plan next;

  /** The result that counts for the container. */
  enum Verdict {
    UNKNOWN,
    SUCCESS,
    FAILURE
  }

  ProbeWorker(Pod pod, ContainerSpec container, ProbeType kind, ProbeSpec spec) {
    this.pod = pod;
    this.container = container;
    this.kind = kind;
    this.spec = spec;
  }

  Pod pod() {
    return pod;
  }

  ContainerSpec container() {
    return container;
  }

  ProbeType kind() {
    return kind;
  }

  ProbeSpec spec() {
    return spec;
  }

  /** The verdict on a container; unknown if another one was probed. */
  Verdict verdict(String id) {
    return id.equals(containerId) ? verdict : Verdict.UNKNOWN;
  }

  /** Switches to the container that runs now; returns whether it is time to probe it. */
  boolean isDue(ContainerStatus status, Instant now) {
    turnTo(status.id());
    Instant started = status.startedAt();
    return !onHold
        && !running
        && started != null
        && Duration.between(started, now).compareTo(spec.initialDelay()) >= 0;
  }

  /** Notes that a container has ended; returns whether that is new. */
  boolean seeEnded(String id) {
    boolean other = turnTo(id);
    if (onHold) {
      return false;
    }
    boolean failed = verdict != Verdict.FAILURE;
    verdict = Verdict.FAILURE;
    return other || failed;
  }

  private boolean turnTo(String id) {
    if (id.equals(containerId)) {
      return false;
    }
    containerId = id;
    verdict =
        switch (kind) {
          case LIVENESS -> Verdict.SUCCESS;
          case READINESS -> Verdict.FAILURE;
          case STARTUP -> Verdict.UNKNOWN;
        };
    inRow = 0;
    onHold = false;
    return true;
  }

  void begin() {
    running = true;
  }

  /** Takes a result; returns whether it has changed the verdict. */
  boolean end(String id, Prober.Result result) {
    running = false;
    if (!id.equals(containerId) || result == Prober.Result.UNKNOWN) {
      return false;
    }
    boolean success = result == Prober.Result.SUCCESS;
    inRow = success == lastSuccess ? inRow + 1 : 1;
    lastSuccess = success;
    if (inRow < (success ? spec.successThreshold() : spec.failureThreshold())) {
      return false;
    }
    Verdict before = verdict;
    verdict = success ? Verdict.SUCCESS : Verdict.FAILURE;
    // A container that will be restarted, or that has started, is no longer probed.
    onHold = kind == ProbeType.STARTUP || (kind == ProbeType.LIVENESS && !success);
    return before != verdict;
  }

  void plan(Lifetime.Plan probe) {
    next = probe;
  }

  void stop() {
    if (next != null) {
      next.cancel();
    }
  }
}
