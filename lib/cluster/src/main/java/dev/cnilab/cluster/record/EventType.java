package dev.cnilab.cluster.record;

/** Whether an event needs attention. */
public enum EventType {
  NORMAL("Normal"),
  WARNING("Warning");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** As the API writes it. */
  @Override
  public String toString() {
    return text;
  }
}
