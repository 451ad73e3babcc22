package dev.cnilab.cluster.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The user that all containers of a pod run as. */
public final class PodUser {
  private PodUser() {}

  /** Empty if a container sets no user, or if they differ; pkg/volume/util, FsUserFrom. */
  public static OptionalLong of(Pod pod) {
    JsonNode ofPod = pod.object().at("/spec/securityContext/runAsUser");
    List<ContainerSpec> all = new ArrayList<>(pod.initContainers());
    all.addAll(pod.containers());
    Set<Long> users = new HashSet<>();
    for (ContainerSpec container : all) {
      JsonNode own = container.spec().at("/securityContext/runAsUser");
      JsonNode user = own.isNumber() ? own : ofPod;
      if (!user.isNumber()) {
        return OptionalLong.empty();
      }
      users.add(user.asLong());
    }
    return users.size() == 1 ? OptionalLong.of(users.iterator().next()) : OptionalLong.empty();
  }
}
