package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

/** A refusal of the API server with its own message, or a lost connection. */
final class Refused {

  private Refused() {}

  static String message(Throwable e) {
    if (e instanceof KubernetesClientException refused
        && refused.getStatus() != null
        && refused.getStatus().getMessage() != null) {
      return refused.getStatus().getMessage();
    }
    if (e.getCause() != null) {
      return message(e.getCause());
    }
    return e.getMessage() == null ? unsaid(e) : e.getMessage();
  }

  /** What some exceptions of connections mean that carry no message. */
  private static String unsaid(Throwable e) {
    return switch (e) {
      case TimeoutException late -> "no answer came in time";
      case ConnectException refused -> "nothing answers there";
      case ClosedChannelException closed -> "the connection was closed";
      default -> e.getClass().getSimpleName();
    };
  }
}
