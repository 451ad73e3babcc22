package dev.cnilab.cluster.conformance.transcript;

/** The captured cluster calls its nodes otherwise. */
final class Names {
  private Names() {}

  static String ours(String text) {
    return text.replace("node-1", "control-plane").replace("node-2", "worker-1");
  }
}
