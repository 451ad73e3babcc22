package dev.cnilab.cluster.apiserver.http.stream;

import java.util.function.BooleanSupplier;

/**
 * Asks a WebSocket for its next message once there is room for it, so that a client which sends
 * faster than a pod reads has to wait, as does one that does not read its answers. On the loop
 * only.
 */
final class MessageIntake {
  /** How many bytes may be queued for the pod. */
  private static final int MOST = 64 * 1024;

  private final Runnable demand;
  private final BooleanSupplier answersFit;
  private int queued;
  private boolean asked = true;

  /**
   * An intake whose first message has been asked for already.
   *
   * @param demand asks for the next message; an error if it has been asked for already
   * @param answersFit whether there is room for what the next message is answered with
   */
  MessageIntake(Runnable demand, BooleanSupplier answersFit) {
    this.demand = demand;
    this.answersFit = answersFit;
  }

  /** Handles a message, which may queue bytes, and asks for the next one if there is room. */
  void handle(Runnable message) {
    try {
      message.run();
    } finally {
      asked = false;
      ask();
    }
  }

  void queue(int bytes) {
    queued += bytes;
  }

  /** Notes that the pod has read this much. */
  void taken(int bytes) {
    queued -= bytes;
    ask();
  }

  /** Asks for the next message if there is room now. */
  void ask() {
    if (!asked && queued < MOST && answersFit.getAsBoolean()) {
      asked = true;
      demand.run();
    }
  }
}
