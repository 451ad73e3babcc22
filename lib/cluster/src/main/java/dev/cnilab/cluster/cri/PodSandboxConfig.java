package dev.cnilab.cluster.cri;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sandbox is made from.
 *
 * @param hostname what {@code hostname} prints; not used with the node's network
 * @param logDirectory where the containers' log files go, a path on the node
 * @param dns what resolv.conf of the sandbox says
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

  /** Which try of which pod. Prints as Go prints a protobuf message. */
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

  /** Whose namespaces the processes live in. */
  public record NamespaceOptions(NamespaceMode network, NamespaceMode pid, NamespaceMode ipc) {
    public static final NamespaceOptions POD =
        new NamespaceOptions(NamespaceMode.POD, NamespaceMode.CONTAINER, NamespaceMode.POD);
  }

  /** A namespace of the pod's, of each container's own, or of the node's. */
  public enum NamespaceMode {
    POD,
    CONTAINER,
    NODE
  }
}
