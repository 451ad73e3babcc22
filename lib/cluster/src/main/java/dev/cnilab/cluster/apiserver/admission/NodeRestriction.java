package dev.cnilab.cluster.apiserver.admission;

import dev.cnilab.cluster.apiserver.authorization.NodeAuthorizer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.KubeletLabels;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kubelet may write its own node and the pods on it only ({@code
 * plugin/pkg/admission/noderestriction}).
 */
public final class NodeRestriction {
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private NodeRestriction() {}

  /**
   * Checks a write.
   *
   * @param before null for a creation
   * @param after null for a deletion
   * @throws dev.cnilab.cluster.client.ApiException 403 if the kubelet may not make it
   */
  public static void require(
      User user, ResourceType type, @Nullable KubeObject before, @Nullable KubeObject after) {
    Optional<String> node = NodeAuthorizer.nodeOf(user);
    KubeObject subject = after == null ? before : after;
    if (node.isEmpty() || subject == null) {
      return;
    }
    Optional<String> refusal = Optional.empty();
    if (type.equals(ResourceTypes.NODES)) {
      refusal = node(node.get(), before, subject);
    } else if (type.equals(ResourceTypes.PODS)) {
      refusal = pod(node.get(), before, after);
    }
    if (refusal.isPresent()) {
      throw ApiErrors.forbidden(type, subject.name(), refusal.get());
    }
  }

  private static Optional<String> node(
      String node, @Nullable KubeObject before, KubeObject subject) {
    if (!subject.name().equals(node)) {
      return Optional.of(
          "node \"%s\" is not allowed to modify node \"%s\"".formatted(node, subject.name()));
    }
    if (before == null) {
      return Optional.empty(); // here a kubelet registers with what kubeadm adds to a real node
    }
    if (!before.at("/spec/taints").equals(subject.at("/spec/taints"))) {
      return Optional.of("node \"%s\" is not allowed to modify taints".formatted(node));
    }
    String labels = forbiddenLabels(before.labels(), subject.labels());
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of("is not allowed to modify labels: " + labels);
  }

  /** The labels that have changed and that a kubelet may not change. */
  private static String forbiddenLabels(Map<String, String> before, Map<String, String> after) {
    SortedSet<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
    return changed.stream().filter(KubeletLabels::isForbidden).collect(Collectors.joining(", "));
  }

  private static Optional<String> pod(
      String node, @Nullable KubeObject before, @Nullable KubeObject after) {
    if (before == null && after != null && !after.annotations().containsKey(MIRROR)) {
      return Optional.of(
          "pod does not have \"%s\" annotation, node \"%s\" can only create mirror pods"
              .formatted(MIRROR, node));
    }
    KubeObject pod = before == null ? after : before;
    if (pod != null && !pod.text("/spec/nodeName").equals(node)) {
      return Optional.of(
          "node \"%s\" can only %s with spec.nodeName set to itself"
              .formatted(node, action(before, after)));
    }
    Map<String, String> labels = before == null ? Map.of() : before.labels();
    if (before != null && after != null && !labels.equals(after.labels())) {
      return Optional.of("node \"%s\" cannot update labels through pod status".formatted(node));
    }
    return Optional.empty();
  }

  private static String action(@Nullable KubeObject before, @Nullable KubeObject after) {
    if (before == null) {
      return "create pods";
    }
    return after == null || (after.isTerminating() && !before.isTerminating())
        ? "delete pods"
        : "update pod status for pods";
  }
}
