package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code crictl inspect} and {@code crictl inspectp} print. */
final class Inspection {
  private Inspection() {}

  /** The status of a container; a missing container is logged by the client of the CRI itself. */
  static ContainerStatus status(CriRuntime runtime, Process process, String id) {
    try {
      return runtime.containerStatus(id);
    } catch (CriException failed) {
      new Klog(process::now, process.pid(), process.err()::println)
          .failure(
              "remote_runtime.go:657",
              failed.getMessage(),
              "ContainerStatus from runtime service failed",
              "containerID",
              id);
      throw failed;
    }
  }

  @SuppressWarnings("EnumOrdinal") // the CRI numbers them in this order
  static ObjectNode of(PodSandboxStatus sandbox) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode info = json.putObject("info");
    info.withObject("/config/linux/security_context/namespace_options")
        .put("pid", sandbox.namespaces().pid().ordinal());
    info.put("sandboxID", sandbox.id());
    info.put("pid", sandbox.pid());
    info.put("processStatus", sandbox.pid() == 0 ? "stopped" : "running");
    info.put("netNamespaceClosed", sandbox.netnsPath().isEmpty() && sandbox.pid() == 0);
    info.put("image", sandbox.image());
    info.put("runtimeHandler", sandbox.runtimeHandler());
    info.put("runtimeType", "io.containerd.runc.v2");
    ObjectNode spec = info.putObject("runtimeSpec");
    if (!sandbox.netnsPath().isEmpty()) {
      ObjectNode namespace = spec.withObject("/linux").withArray("namespaces").addObject();
      namespace.put("type", "network").put("path", sandbox.netnsPath());
    }
    ObjectNode status = json.putObject("status");
    map(status, "annotations", sandbox.annotations());
    status.put("createdAt", sandbox.createdAt().toString());
    status.put("id", sandbox.id());
    map(status, "labels", sandbox.labels());
    ObjectNode options = status.withObject("/linux/namespaces/options");
    options.put("ipc", sandbox.namespaces().ipc().name());
    options.put("network", sandbox.namespaces().network().name());
    options.put("pid", sandbox.namespaces().pid().name());
    PodSandboxConfig.Metadata metadata = sandbox.metadata();
    status
        .putObject("metadata")
        .put("attempt", metadata.attempt())
        .put("name", metadata.name())
        .put("namespace", metadata.namespace())
        .put("uid", metadata.uid());
    ObjectNode network = status.putObject("network");
    network.putArray("additionalIps");
    network.put("ip", sandbox.ips().isEmpty() ? "" : sandbox.ips().getFirst());
    sandbox.ips().stream()
        .skip(1)
        .forEach(ip -> network.withArray("additionalIps").addObject().put("ip", ip));
    status.put("runtimeHandler", sandbox.runtimeHandler());
    status.put("state", sandbox.state().name());
    return json;
  }

  static ObjectNode of(ContainerStatus container) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("info")
        .put("sandboxID", container.podSandboxId())
        .put("pid", container.pid())
        .put("runtimeType", "io.containerd.runc.v2");
    ObjectNode status = json.putObject("status");
    map(status, "annotations", container.annotations());
    status.put("createdAt", time(container.createdAt()));
    status.put("exitCode", container.exitCode());
    status.put("finishedAt", time(container.finishedAt()));
    status.put("id", container.id());
    status.putObject("image").put("image", container.image());
    status.put("imageRef", container.imageRef());
    map(status, "labels", container.labels());
    status.put("logPath", container.logPath());
    status.put("message", container.message());
    status
        .putObject("metadata")
        .put("attempt", container.metadata().attempt())
        .put("name", container.metadata().name());
    for (ContainerConfig.Mount mount : container.mounts()) {
      status
          .withArray("mounts")
          .addObject()
          .put("containerPath", mount.containerPath())
          .put("hostPath", mount.hostPath())
          .put("readonly", mount.access() == ContainerConfig.Access.READ_ONLY);
    }
    status.put("reason", container.reason());
    status.put("startedAt", time(container.startedAt()));
    status.put("state", container.state().name());
    return json;
  }

  static void map(ObjectNode parent, String name, Map<String, String> values) {
    ObjectNode json = parent.putObject(name);
    new TreeMap<>(values).forEach(json::put);
  }

  private static String time(@Nullable Instant instant) {
    return (instant == null ? Instant.EPOCH : instant).toString();
  }
}
