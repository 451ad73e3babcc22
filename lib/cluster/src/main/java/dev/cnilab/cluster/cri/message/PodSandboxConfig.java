package dev.cnilab.cluster.cri.message;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sandbox is made from.
 *
 * @param hostname the host name; not used with host networking
 * @param logDirectory the directory of the containers' log files, a path on the node
 * @param dns the content of the sandbox's resolv.conf
 * @param cgroupParent the control group of the pod, a path
 */
public record PodSandboxConfig(
    Metadata metadata,
    String hostname,
    String logDirectory,
    Dns dns,
    List<PortMapping> portMappings,
    Map<String, String> labels,
    Map<String, String> annotations,
    NamespaceOptions namespaces,
    Map<String, String> sysctls,
    String cgroupParent) {

  public PodSandboxConfig {
    portMappings = List.copyOf(portMappings);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    sysctls = Collections.unmodifiableMap(new TreeMap<>(sysctls));
  }

  /** Which attempt at which pod. Prints as Go prints a protobuf message. */
  public record Metadata(String name, String uid, String namespace, int attempt) {
    @Override
    public String toString() {
      return ProtoText.of(List.of("name", name, "uid", uid, "namespace", namespace), attempt);
    }
  }

  /** The three kinds of lines in resolv.conf. */
  public record Dns(List<String> servers, List<String> searches, List<String> options) {
    public static final Dns NONE = new Dns(List.of(), List.of(), List.of());
  }

  /** A hostPort. The protocol is {@code TCP}, {@code UDP} or {@code SCTP}; hostIp may be empty. */
  public record PortMapping(String protocol, int containerPort, int hostPort, String hostIp) {}

  /** The namespaces of the processes. */
  public record NamespaceOptions(NamespaceMode network, NamespaceMode pid, NamespaceMode ipc) {
    public static final NamespaceOptions POD =
        new NamespaceOptions(NamespaceMode.POD, NamespaceMode.CONTAINER, NamespaceMode.POD);
  }

  /** A namespace of the pod, of each container, or of the node. */
  public enum NamespaceMode {
    POD,
    CONTAINER,
    NODE
  }
}
