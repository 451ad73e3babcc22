package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.ContainerConfig;
import dev.cnilab.cluster.cri.ContainerConfig.Privilege;
import dev.cnilab.cluster.cri.ContainerConfig.SecurityContext;
import dev.cnilab.cluster.cri.ContainerConfig.Stdin;
import dev.cnilab.cluster.cri.ContainerConfig.Terminal;
import dev.cnilab.cluster.cri.ContainerConfig.Tty;
import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.kubelet.environment.Environment;
import dev.cnilab.cluster.kubelet.environment.Expansion;
import dev.cnilab.cluster.kubelet.image.StartFailure;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.NodeFacts;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the runtime is told of a container. */
public final class ContainerConfigs {
  private final Environment environment;
  private final ContainerMounts mounts;
  private final NodeFacts node;

  public ContainerConfigs(Environment environment, ContainerMounts mounts, NodeFacts node) {
    this.environment = environment;
    this.mounts = mounts;
    this.node = node;
  }

  ContainerConfig of(
      Pod pod,
      Container container,
      String imageReference,
      int restarts,
      List<String> podIps,
      RuntimePod known)
      throws StartFailure {
    Map<String, String> variables = environment.of(pod, container, podIps);
    Map<String, String> labels = new HashMap<>(SandboxConfigs.identity(pod));
    labels.put(Labels.CONTAINER_NAME, container.name());
    return new ContainerConfig(
        new ContainerConfig.Metadata(container.name(), restarts),
        imageReference,
        expanded(container.strings("command"), variables),
        expanded(container.strings("args"), variables),
        container.text("/workingDir"),
        variables,
        mounts.of(pod, container, podIps, restarts, variables),
        labels,
        annotations(pod, container, restarts),
        container.name() + "/" + restarts + ".log",
        terminal(container),
        securityContext(pod, container, known),
        PodCgroup.resources(pod, container, node));
  }

  private static List<String> expanded(List<String> words, Map<String, String> variables) {
    List<String> expanded = new ArrayList<>();
    words.forEach(word -> expanded.add(Expansion.expand(word, variables::get)));
    return expanded;
  }

  private static Map<String, String> annotations(Pod pod, Container container, int restarts) {
    return Map.of(
        Labels.CONTAINER_HASH, container.hash(),
        Labels.RESTART_COUNT, Integer.toString(restarts),
        Labels.MESSAGE_PATH, ContainerMounts.messagePath(container),
        Labels.MESSAGE_POLICY, container.text("/terminationMessagePolicy"),
        Labels.GRACE_PERIOD, Long.toString(pod.gracePeriodSeconds()));
  }

  private static Terminal terminal(Container container) {
    Stdin stdin =
        !container.spec().path("stdin").asBoolean()
            ? Stdin.CLOSED
            : container.spec().path("stdinOnce").asBoolean() ? Stdin.ONCE : Stdin.OPEN;
    return new Terminal(stdin, container.spec().path("tty").asBoolean() ? Tty.ALLOCATED : Tty.NONE);
  }

  private static SecurityContext securityContext(Pod pod, Container container, RuntimePod known) {
    JsonNode own = container.spec().path("securityContext");
    List<String> capabilities = new ArrayList<>();
    own.at("/capabilities/add").forEach(capability -> capabilities.add(capability.asText()));
    JsonNode user =
        own.has("runAsUser")
            ? own.path("runAsUser")
            : pod.object().at("/spec/securityContext/runAsUser");
    return new SecurityContext(
        own.path("privileged").asBoolean() ? Privilege.PRIVILEGED : Privilege.CONFINED,
        capabilities,
        user.isMissingNode() ? null : user.asLong(),
        known.find(container.text("/targetContainerName")).map(ContainerStatus::id).orElse(""));
  }
}
