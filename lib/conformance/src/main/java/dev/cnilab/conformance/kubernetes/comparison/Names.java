package dev.cnilab.conformance.kubernetes.comparison;

/** The captured cluster calls its nodes otherwise. */
public final class Names {
  private Names() {}

  public static String ours(String text) {
    return text.replace("node-1", "control-plane").replace("node-2", "worker-1");
  }
}
