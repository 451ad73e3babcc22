package dev.cnilab.conformance.kubernetes.comparison;

/** Translates node names: the captured cluster uses other ones. */
public final class NodeNamePairs {
  private NodeNamePairs() {}

  public static String ours(String text) {
    return text.replace("node-1", "control-plane").replace("node-2", "worker-1");
  }
}
