package dev.cnilab.lab.fault;

/** One ordinary change, as a person would make it. */
public sealed interface Action {

  /** A line of shell on a node. */
  record OnNode(String node, String line) implements Action {}

  /**
   * A line of shell in a pod.
   *
   * @param pod as {@link Look#in} names it, without the word pod
   */
  record InPod(String pod, String line) implements Action {}

  /** {@code kubectl apply} of a manifest. */
  record Apply(String manifest) implements Action {}

  /**
   * {@code kubectl patch --type=merge}.
   *
   * @param resource {@code namespace/kind/name}
   * @param fields YAML or JSON; null removes one
   */
  record Patch(String resource, String fields) implements Action {}

  /**
   * {@code kubectl delete}.
   *
   * @param resource {@code namespace/kind/name}
   */
  record Delete(String resource) implements Action {}

  /**
   * {@code kubectl delete pods} of a selector, on one node or on all.
   *
   * @param pods {@code namespace/key=value[@node]}
   */
  record DeletePods(String pods) implements Action {}

  /**
   * Time that passes.
   *
   * @param seconds by the cluster's clock, 1-900
   */
  record Pause(int seconds) implements Action {}
}
