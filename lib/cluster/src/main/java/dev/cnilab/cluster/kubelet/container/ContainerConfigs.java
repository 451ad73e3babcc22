package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerConfig.Access;
import dev.cnilab.cluster.cri.message.ContainerConfig.Capabilities;
import dev.cnilab.cluster.cri.message.ContainerConfig.Privilege;
import dev.cnilab.cluster.cri.message.ContainerConfig.RunAs;
import dev.cnilab.cluster.cri.message.ContainerConfig.SecurityContext;
import dev.cnilab.cluster.cri.message.ContainerConfig.Stdin;
import dev.cnilab.cluster.cri.message.ContainerConfig.Terminal;
import dev.cnilab.cluster.cri.message.ContainerConfig.Tty;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.environment.Environment;
import dev.cnilab.cluster.kubelet.environment.Expansion;
import dev.cnilab.cluster.kubelet.image.StartFailure;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.pod.SupplementalGroups;
import dev.cnilab.userland.privilege.NewPrivileges;
import dev.cnilab.userland.privilege.Seccomp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The runtime's configuration of a container. */
public final class ContainerConfigs {
  private final Environment environment;
  private final ContainerMounts mounts;
  private final NodeContext node;

  public ContainerConfigs(Environment environment, ContainerMounts mounts, NodeContext node) {
    this.environment = environment;
    this.mounts = mounts;
    this.node = node;
  }

  ContainerConfig of(
      Pod pod,
      ContainerSpec container,
      String imageReference,
      int restarts,
      List<String> podIps,
      RuntimePod known)
      throws StartFailure {
    TreePMap<String, String> variables = environment.of(pod, container, podIps);
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

  private static Map<String, String> annotations(Pod pod, ContainerSpec container, int restarts) {
    return Map.of(
        Labels.CONTAINER_HASH, container.hash(),
        Labels.RESTART_COUNT, Integer.toString(restarts),
        Labels.MESSAGE_PATH, ContainerMounts.messagePath(container),
        Labels.MESSAGE_POLICY, container.text("/terminationMessagePolicy"),
        Labels.GRACE_PERIOD, Long.toString(pod.gracePeriodSeconds()));
  }

  private static Terminal terminal(ContainerSpec container) {
    Stdin stdin =
        !container.spec().path("stdin").asBoolean()
            ? Stdin.CLOSED
            : container.spec().path("stdinOnce").asBoolean() ? Stdin.ONCE : Stdin.OPEN;
    return new Terminal(stdin, container.spec().path("tty").asBoolean() ? Tty.ALLOCATED : Tty.NONE);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static RunAs runAs(Pod pod, JsonNode own) {
    JsonNode ofPod = pod.object().at("/spec/securityContext");
    return new RunAs(
        number(own, ofPod, "runAsUser"),
        number(own, ofPod, "runAsGroup"),
        SupplementalGroups.of(pod));
  }

  private static @Nullable Long number(JsonNode own, JsonNode ofPod, String field) {
    JsonNode said = own.has(field) ? own.path(field) : ofPod.path(field);
    return said.isNumber() ? said.asLong() : null;
  }

  /** A privileged container's system calls are never filtered, whatever its profile says. */
  private static Seccomp seccomp(Pod pod, JsonNode own) {
    JsonNode profile =
        own.has("seccompProfile")
            ? own.path("seccompProfile")
            : pod.object().at("/spec/securityContext/seccompProfile");
    boolean filtered =
        profile.path("type").asText("").matches("RuntimeDefault|Localhost")
            && !own.path("privileged").asBoolean();
    return filtered ? Seccomp.FILTER : Seccomp.DISABLED;
  }

  private static SecurityContext securityContext(
      Pod pod, ContainerSpec container, RuntimePod known) {
    JsonNode own = container.spec().path("securityContext");
    boolean noMore =
        own.has("allowPrivilegeEscalation") && !own.path("allowPrivilegeEscalation").asBoolean();
    return new SecurityContext(
        own.path("privileged").asBoolean() ? Privilege.PRIVILEGED : Privilege.CONFINED,
        new Capabilities(texts(own.at("/capabilities/add")), texts(own.at("/capabilities/drop"))),
        runAs(pod, own),
        own.path("readOnlyRootFilesystem").asBoolean() ? Access.READ_ONLY : Access.READ_WRITE,
        noMore ? NewPrivileges.NEVER : NewPrivileges.POSSIBLE,
        seccomp(pod, own),
        known.find(container.text("/targetContainerName")).map(ContainerStatus::id).orElse(""));
  }
}
