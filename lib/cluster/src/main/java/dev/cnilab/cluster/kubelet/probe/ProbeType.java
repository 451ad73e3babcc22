package dev.cnilab.cluster.kubelet.probe;

import java.util.Locale;

/** What a probe decides. */
enum ProbeType {
  LIVENESS("Liveness"),
  READINESS("Readiness"),
  STARTUP("Startup");

  private final String text;

  ProbeType(String text) {
    this.text = text;
  }

  /** The field of the container that describes it. */
  String field() {
    return text.toLowerCase(Locale.ROOT) + "Probe";
  }

  /** As events name it. */
  @Override
  public String toString() {
    return text;
  }
}
