package dev.cnilab.cluster.kubelet.eviction;

/** Node conditions for a lack of resources, in the order in which they are listed. */
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
