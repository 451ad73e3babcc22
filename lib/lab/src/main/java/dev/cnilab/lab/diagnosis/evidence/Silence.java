package dev.cnilab.lab.diagnosis.evidence;

/**
 * A test by a pod that got no answer, or not every time.
 *
 * @param from the node of the pod that asked
 * @param to the node of the pod that was asked; empty for a Service
 * @param command the command that the pod ran
 * @param says its outcome
 */
public record Silence(Kind kind, String from, String to, String command, String says) {

  /** The kind of test, ordered by how close it is to the cause. */
  public enum Kind {
    POD("packets-unanswered"),
    SOMETIMES("packets-lost"),
    BIG("big-packets-lost"),
    SERVICE("service-unanswered"),
    NODE_PORT("node-port-unanswered"),
    NAME("names-unanswered"),
    OUTSIDE("outside-unanswered");

    private final String cause;

    Kind(String cause) {
      this.cause = cause;
    }

    public String cause() {
      return cause;
    }
  }

  public boolean concerns(String node) {
    return from.equals(node) || to.equals(node);
  }

  public Clue clue() {
    return new Clue("from a pod on " + from + ", " + command, says);
  }
}
