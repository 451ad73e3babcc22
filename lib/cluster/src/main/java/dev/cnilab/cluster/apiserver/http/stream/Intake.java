package dev.cnilab.cluster.apiserver.http.stream;

/**
 * Asks a WebSocket for its next message once there is room for it, so that a client which sends
 * faster than a pod reads has to wait. On the loop only.
 */
final class Intake {
  /** How many bytes may be queued for the pod. */
  private static final int MOST = 64 * 1024;

  private final Runnable demand;
  private int queued;
  private boolean asked = true;

  /**
   * An intake whose first message has been asked for already.
   *
   * @param demand asks for the next message; an error if it has been asked for already
   */
  Intake(Runnable demand) {
    this.demand = demand;
  }

  /** Handles a message, which may queue bytes, and asks for the next one if there is room. */
  void handle(Runnable message) {
    message.run();
    asked = false;
    ask();
  }

  void queue(int bytes) {
    queued += bytes;
  }

  /** Notes that the pod has read this much. */
  void taken(int bytes) {
    queued -= bytes;
    ask();
  }

  private void ask() {
    if (!asked && queued < MOST) {
      asked = true;
      demand.run();
    }
  }
}
