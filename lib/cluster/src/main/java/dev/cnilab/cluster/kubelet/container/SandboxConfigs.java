package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceOptions;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.PortMapping;
import dev.cnilab.cluster.kubelet.environment.PodDns;
import dev.cnilab.cluster.kubelet.environment.PodHostname;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runtime's configuration of a pod's sandbox. */
public final class SandboxConfigs {
  private final NodeContext node;
  private final MountNamespace files;
  private final PodCgroups groups;

  /**
   * For the pods of a node.
   *
   * @param files the node's
   */
  public SandboxConfigs(NodeContext node, MountNamespace files, PodCgroups groups) {
    this.node = node;
    this.files = files;
    this.groups = groups;
  }

  /**
   * The configuration of a pod's sandbox, for which the pod's control group is made.
   *
   * @throws IllegalArgumentException if the pod's name is too long for a kernel, or the node's file
   *     for resolvers cannot be opened: getHostDNSConfig, whatever the pod's policy
   */
  public PodSandboxConfig of(Pod pod, int attempt) {
    return new PodSandboxConfig(
        new PodSandboxConfig.Metadata(pod.name(), pod.uid(), pod.namespace(), attempt),
        pod.isHostNetwork() ? "" : PodHostname.of(pod, node.clusterDomain()).ofKernel(pod),
        logDirectory(pod),
        PodDns.of(pod, node, resolvConf()),
        portMappings(pod),
        labels(pod),
        annotations(pod),
        namespaces(pod),
        sysctls(pod),
        groups.prepare(pod));
  }

  static String logDirectory(Pod pod) {
    return "/var/log/pods/" + pod.namespace() + "_" + pod.name() + "_" + pod.uid();
  }

  static Map<String, String> identity(Pod pod) {
    return Map.of(
        Labels.POD_NAME, pod.name(),
        Labels.POD_NAMESPACE, pod.namespace(),
        Labels.POD_UID, pod.uid());
  }

  static NamespaceOptions namespaces(Pod pod) {
    JsonNode spec = pod.object().at("/spec");
    NamespaceMode pid =
        spec.path("hostPID").asBoolean()
            ? NamespaceMode.NODE
            : spec.path("shareProcessNamespace").asBoolean()
                ? NamespaceMode.POD
                : NamespaceMode.CONTAINER;
    return new NamespaceOptions(
        pod.isHostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD,
        pid,
        spec.path("hostIPC").asBoolean() ? NamespaceMode.NODE : NamespaceMode.POD);
  }

  private String resolvConf() {
    try {
      return node.resolvConf().isEmpty() ? "" : GoFile.text(files, node.resolvConf());
    } catch (GoPathException unreadable) {
      throw new IllegalArgumentException(unreadable.text(), unreadable);
    }
  }

  private static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = new HashMap<>(pod.object().labels());
    labels.putAll(identity(pod));
    return labels;
  }

  private static Map<String, String> annotations(Pod pod) {
    Map<String, String> annotations = new HashMap<>(pod.object().annotations());
    annotations.putIfAbsent(Pod.CONFIG_SOURCE, "api");
    return annotations;
  }

  private static List<PortMapping> portMappings(Pod pod) {
    List<PortMapping> mappings = new ArrayList<>();
    if (pod.isHostNetwork()) {
      return mappings;
    }
    for (ContainerSpec container : pod.containers()) {
      for (JsonNode port : container.spec().path("ports")) {
        if (port.path("hostPort").asInt() > 0) {
          mappings.add(
              new PortMapping(
                  port.path("protocol").asText("TCP"),
                  port.path("containerPort").asInt(),
                  port.path("hostPort").asInt(),
                  port.path("hostIP").asText("")));
        }
      }
    }
    return mappings;
  }

  private static Map<String, String> sysctls(Pod pod) {
    Map<String, String> sysctls = new HashMap<>();
    for (JsonNode sysctl : pod.object().at("/spec/securityContext/sysctls")) {
      sysctls.put(sysctl.path("name").asText(), sysctl.path("value").asText());
    }
    return sysctls;
  }
}
