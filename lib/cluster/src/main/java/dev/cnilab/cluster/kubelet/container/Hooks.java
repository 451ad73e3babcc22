package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a container's lifecycle hooks: {@code exec}, {@code httpGet} and {@code sleep}. */
public final class Hooks {
  private final EventLoop loop;
  private final LoggedRuntime runtime;
  private final HttpHook http;
  private final EventRecorder recorder;
  private final Klog log;

  /**
   * Runs the hooks of a node's containers.
   *
   * @param network the node's, from which ports are reached
   */
  public Hooks(
      EventLoop loop,
      LoggedRuntime runtime,
      NetworkNamespace network,
      String nodeIp,
      EventRecorder recorder,
      Klog log) {
    this.loop = loop;
    this.http = new HttpHook(runtime.quiet(), network, nodeIp);
    this.runtime = runtime;
    this.recorder = recorder;
    this.log = log;
  }

  /** Runs the hook before a container is ended, for at most the grace period. */
  void preStop(Pod pod, ContainerSpec container, String id, long graceSeconds) {
    JsonNode hook = container.spec().at("/lifecycle/preStop");
    if (hook.isObject() && !succeeds(pod, container, id, hook, Duration.ofSeconds(graceSeconds))) {
      tell(pod, container, "kuberuntime_container.go:794", "PreStop hook failed");
      record(pod, container, "FailedPreStopHook", "PreStopHook failed");
    }
  }

  /** Runs the hook after a container's start; returns whether it succeeded. */
  boolean postStart(Pod pod, ContainerSpec container, String id) {
    JsonNode hook = container.spec().at("/lifecycle/postStart");
    if (hook.isMissingNode() || succeeds(pod, container, id, hook, Duration.ZERO)) {
      return true;
    }
    tell(pod, container, "kuberuntime_container.go:327", "Failed to execute PostStartHook");
    record(pod, container, "FailedPostStartHook", "PostStartHook failed");
    return false;
  }

  private boolean succeeds(
      Pod pod, ContainerSpec container, String id, JsonNode hook, Duration timeout) {
    if (hook.has("httpGet")) {
      return http.succeeds(pod, container, hook.path("httpGet"));
    }
    if (hook.has("sleep")) {
      loop.sleep(Duration.ofSeconds(hook.at("/sleep/seconds").asLong()));
      return true;
    }
    List<String> command = new ArrayList<>();
    hook.at("/exec/command").forEach(word -> command.add(word.asText()));
    try {
      ExecSyncResult ended = runtime.quiet().execSync(id, command, timeout);
      return ended.exitCode() == 0;
    } catch (CriException failed) {
      return false;
    }
  }

  private void tell(Pod pod, ContainerSpec container, String source, String message) {
    log.error(
        source, message, "pod", pod.key(), "podUID", pod.uid(), "containerName", container.name());
  }

  private void record(Pod pod, ContainerSpec container, String reason, String message) {
    recorder.event(pod.reference(container), EventType.WARNING, reason, message);
  }
}
