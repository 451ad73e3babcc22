package dev.cnilab.cluster.kubelet.eviction;

/** Conditions of a node that is short of something, in the order in which they are listed. */
public enum NodePressure {
  MEMORY("MemoryPressure"),
  DISK("DiskPressure");

  private final String condition;

  NodePressure(String condition) {
    this.condition = condition;
  }

  /** The condition's type. */
  public String condition() {
    return condition;
  }
}
