package dev.cnilab.cluster.kubelet.node;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.RuntimeStatus;
import dev.cnilab.cluster.cri.message.RuntimeStatus.Condition;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runtime's last report about itself and the network. */
public final class RuntimeState {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(30);

  private final Lifetime lifetime;
  private final CriRuntime runtime;
  private final Klog log;
  private final Duration timeout;
  private @Nullable String networkError = "network state unknown";
  private @Nullable String runtimeError;
  private @Nullable Instant answered;
  private boolean readyExpected;

  /**
   * Nothing has been reported yet.
   *
   * @param timeout how long the runtime may take to answer
   */
  public RuntimeState(Lifetime lifetime, CriRuntime runtime, Klog log, Duration timeout) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.log = log;
    this.timeout = timeout;
  }

  /** Asks the runtime. A kubelet does so every 5 s. */
  public void update() {
    RuntimeStatus status;
    try {
      status =
          Deadline.limit(lifetime.loop(), lifetime.end(), timeout, deadline -> runtime.status());
      lifetime.requireAlive();
    } catch (CriException failure) {
      lifetime.requireAlive();
      log.failure(
          "remote_runtime.go:889",
          String.valueOf(failure.getMessage()),
          "Status from runtime service failed");
      log.failure(
          "kubelet.go:3328",
          String.valueOf(failure.getMessage()),
          "Container runtime sanity check failed");
      return;
    }
    Condition network = status.condition(RuntimeStatus.NETWORK_READY);
    networkError = network.status() ? null : "container runtime network not ready: " + network;
    if (!network.status() && readyExpected) {
      log.info("kubelet.go:3343", "Container runtime network not ready", "networkReady", network);
    }
    Condition ready = status.condition(RuntimeStatus.RUNTIME_READY);
    runtimeError = ready.status() ? null : "container runtime not ready: " + ready;
    if (ready.status()) {
      answered = lifetime.loop().now();
    } else if (readyExpected) {
      log.info("kubelet.go:3353", "Container runtime not ready", "runtimeReady", ready);
    }
  }

  /** From now on a runtime that is not ready is logged. */
  void expectReady() {
    readyExpected = true;
  }

  /** Why pods with their own network cannot be started now. */
  public Optional<String> networkError() {
    return Optional.ofNullable(networkError);
  }

  /** Everything that keeps the node from being ready, in the order of the condition's message. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    if (answered == null) {
      errors.add("container runtime status check may not have completed yet");
    } else if (Duration.between(answered, lifetime.loop().now()).compareTo(DOWN_AFTER) >= 0) {
      errors.add("container runtime is down");
    }
    if (runtimeError != null) {
      errors.add(runtimeError);
    }
    if (networkError != null) {
      errors.add(networkError);
    }
    return errors;
  }
}
