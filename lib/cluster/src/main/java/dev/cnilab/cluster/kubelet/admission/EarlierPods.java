package dev.cnilab.cluster.kubelet.admission;

import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The pods of a node that were there before another one. Of two that arrive together the one that
 * was created first is admitted, as by a real kubelet.
 *
 * @param all the pods that run on the node
 */
public record EarlierPods(Supplier<? extends Collection<Pod>> all) {
  List<Pod> than(Pod pod) {
    return all.get().stream()
        .filter(other -> !other.uid().equals(pod.uid()) && cameBefore(other, pod))
        .toList();
  }

  List<Pod> allBut(Pod pod) {
    return all.get().stream().filter(other -> !other.uid().equals(pod.uid())).toList();
  }

  private static boolean cameBefore(Pod other, Pod pod) {
    return !other.object().at("/status/startTime").isMissingNode()
        || made(other).compareTo(made(pod)) < 0;
  }

  /** A text that sorts by time, then by name. Only the kubelet knows the time of a static pod. */
  private static String made(Pod pod) {
    String created = pod.object().text("/metadata/creationTimestamp");
    String time =
        created.isEmpty() ? pod.object().annotations().getOrDefault(Pod.CONFIG_SEEN, "") : created;
    // Without its Z, a time with a fraction follows the one without it.
    return time.replace("Z", "") + " " + pod.key();
  }
}
