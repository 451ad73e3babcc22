package dev.cnilab.cluster.controller.daemon;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;

/**
 * A DaemonSet's pod as a plan needs it.
 *
 * @param node the one it is for, "" if unknown
 * @param created its creationTimestamp
 * @param hash of the template it was made from
 */
record Daemon(
    KubeObject object,
    String node,
    String created,
    String hash,
    boolean isTerminating,
    boolean isFinished,
    boolean isReady) {

  static Daemon of(KubeObject object) {
    Pod pod = new Pod(object);
    return new Daemon(
        object,
        DaemonPod.nodeOf(object),
        object.text("/metadata/creationTimestamp"),
        object.labels().getOrDefault(DaemonPod.HASH_LABEL, ""),
        object.isTerminating(),
        pod.isFinished(),
        pod.isReady());
  }

  boolean isActive() {
    return !isFinished && !isTerminating;
  }
}
