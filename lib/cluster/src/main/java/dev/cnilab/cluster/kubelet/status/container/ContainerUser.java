package dev.cnilab.cluster.kubelet.status.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.SupplementalGroups;
import dev.cnilab.cluster.object.Json;
import java.util.Optional;

/** The user of a container's first process, as in its status. */
public final class ContainerUser {
  private final CriRuntime runtime;

  public ContainerUser(CriRuntime runtime) {
    this.runtime = runtime;
  }

  /** The {@code user} of a container's status; empty while its image is missing. */
  Optional<ObjectNode> of(Pod pod, ContainerSpec container) {
    Optional<Image> image = runtime.images().status(container.image());
    return image.map(
        present -> {
          long uid = number(pod, container, "runAsUser", present.runAsUser());
          long gid = number(pod, container, "runAsGroup", uid == 0 ? 0 : present.runAsUser());
          ObjectNode user = Json.object();
          ObjectNode linux = user.putObject("linux").put("gid", gid);
          ArrayNode groups = linux.putArray("supplementalGroups").add(gid);
          SupplementalGroups.of(pod).stream().filter(group -> group != gid).forEach(groups::add);
          linux.put("uid", uid);
          return user;
        });
  }

  private static long number(Pod pod, ContainerSpec container, String field, long otherwise) {
    String pointer = "/securityContext/" + field;
    long ofPod = pod.object().at("/spec" + pointer).asLong(otherwise);
    return container.spec().at(pointer).asLong(ofPod);
  }
}
