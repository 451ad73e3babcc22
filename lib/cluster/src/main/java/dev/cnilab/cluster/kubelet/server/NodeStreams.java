package dev.cnilab.cluster.kubelet.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletProxyFailure;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.streaming.RunningCommand;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Runs commands and reads logs for authorized clients of this node's kubelet. */
final class NodeStreams implements AutoCloseable {
  private final Lifetime lifetime;
  private final CriRuntime runtime;
  private final MountNamespace files;
  private final BiFunction<String, String, Optional<Pod>> pods;
  private final StatusPublisher publisher;
  private final Set<RunningCommand> commands = new LinkedHashSet<>();
  private final Set<LogSession> followers = new LinkedHashSet<>();

  /**
   * Serves the pods of a node.
   *
   * @param pods finds a pod by namespace and name
   */
  NodeStreams(
      Lifetime lifetime,
      CriRuntime runtime,
      MountNamespace files,
      BiFunction<String, String, Optional<Pod>> pods,
      StatusPublisher publisher) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.files = files;
    this.pods = pods;
    this.publisher = publisher;
  }

  void requireReachable() {
    try {
      runtime.version();
    } catch (CriException down) {
      throw new KubeletProxyFailure(String.valueOf(down.getMessage()));
    }
  }

  void require(ContainerStream stream, String namespace, String pod, String container) {
    try {
      String unused =
          switch (stream) {
            case EXEC -> running(namespace, pod, container);
            case ATTACH -> attachable(namespace, pod, container);
          };
    } catch (ApiException notRunning) {
      throw new KubeletProxyFailure(String.valueOf(notRunning.getMessage()));
    }
  }

  ExecSession exec(ExecRequest request, StreamSink sink) {
    String id = running(request.namespace(), request.pod(), request.container());
    return start(
        request, sink, streams -> runtime.streaming().exec(id, request.command(), streams));
  }

  ExecSession attach(ExecRequest request, StreamSink sink) {
    String id = attachable(request.namespace(), request.pod(), request.container());
    return start(
        request,
        sink,
        streams -> {
          runtime.streaming().attach(id, streams);
          return 0;
        });
  }

  /** The ID of a running container, in the words of {@code GetAttach}. */
  private String attachable(String namespace, String pod, String container) {
    return find(namespace, pod, container)
        .orElseThrow(
            () ->
                failure(
                    404,
                    "NotFound",
                    "container %s not found in pod %s_%s".formatted(container, pod, namespace)));
  }

  ExecSession portForward(String namespace, String podName, int port, StreamSink sink) {
    String sandbox =
        pods.apply(namespace, podName)
            .flatMap(pod -> known(pod).sandboxes().stream().filter(RuntimePod::isReady).findFirst())
            .map(PodSandboxStatus::id)
            .orElseThrow(() -> failure(404, "NotFound", "pod not found (\"" + podName + "\")"));
    ExecRequest request = new ExecRequest(namespace, podName, "", List.of(), true, false);
    return start(
        request,
        sink,
        streams -> {
          forward(sandbox, port, streams);
          return 0;
        });
  }

  /** In the words of the kubelet's streaming server, which knows the sandbox only. */
  private void forward(String sandbox, int port, ExecStreams streams) {
    try {
      runtime.streaming().portForward(sandbox, port, streams);
    } catch (CriException failed) {
      throw new CriException(
          failed.code(),
          "error forwarding port %d to pod %s, uid : %s"
              .formatted(port, sandbox, failed.description()));
    }
  }

  private RunningCommand start(
      ExecRequest request, StreamSink sink, ToIntFunction<ExecStreams> body) {
    commands.removeIf(RunningCommand::isOver);
    RunningCommand session =
        new RunningCommand(lifetime.loop(), lifetime::spawn, request, sink, body);
    commands.add(session);
    return session;
  }

  ExecSession logs(LogRequest request, StreamSink sink) {
    Pod pod =
        pods.apply(request.namespace(), request.pod())
            .orElseThrow(
                () ->
                    failure(
                        404,
                        "NotFound",
                        "pod "
                            + GoText.quote(request.pod())
                            + " cannot be found - no logs available"));
    JsonNode status = publisher.find(pod.uid()).orElse(pod.object().at("/status"));
    LoggedContainer container = LoggedContainer.of(status, request);
    ContainerStatus known = status(container.id());
    try {
      followers.removeIf(LogSession::isOver);
      LogSession session =
          new LogSession(
              lifetime.loop(),
              files,
              known.logPath(),
              request,
              sink,
              () -> isRunning(container.id()));
      followers.add(session);
      return session;
    } catch (IOException missing) {
      throw failure(
          400,
          "BadRequest",
          "failed to try resolving symlinks in path "
              + GoText.quote(known.logPath())
              + ": "
              + missing.getMessage());
    }
  }

  /** Notifies followed logs that their container may have ended. */
  void onRuntimeEvent() {
    List.copyOf(followers).forEach(LogSession::more);
  }

  @Override
  public void close() {
    commands.forEach(RunningCommand::close);
    followers.forEach(LogSession::close);
  }

  private String running(String namespace, String podName, String container) {
    return find(namespace, podName, container)
        .orElseThrow(
            () ->
                failure(404, "NotFound", "container not found (" + GoText.quote(container) + ")"));
  }

  private Optional<String> find(String namespace, String podName, String container) {
    return pods.apply(namespace, podName)
        .flatMap(pod -> known(pod).find(container))
        .filter(status -> status.state() == ContainerStatus.State.CONTAINER_RUNNING)
        .map(ContainerStatus::id);
  }

  private RuntimePod known(Pod pod) {
    try {
      return RuntimePod.of(runtime, pod.uid());
    } catch (CriException unreachable) {
      throw failure(500, "InternalError", String.valueOf(unreachable.getMessage()));
    }
  }

  private ContainerStatus status(String id) {
    try {
      return runtime.containerStatus(id);
    } catch (CriException gone) {
      throw failure(404, "NotFound", String.valueOf(gone.getMessage()));
    }
  }

  private boolean isRunning(String id) {
    try {
      return runtime.containerStatus(id).state() == ContainerStatus.State.CONTAINER_RUNNING;
    } catch (CriException gone) {
      return false;
    }
  }

  static ApiException failure(int code, String reason, String message) {
    return new ApiException(ApiStatus.of(code, reason, message));
  }
}
