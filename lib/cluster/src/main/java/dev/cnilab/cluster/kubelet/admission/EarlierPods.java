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

  private static String made(Pod pod) {
    return pod.object().text("/metadata/creationTimestamp") + " " + pod.key();
  }
}
