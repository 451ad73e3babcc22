package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.KubernetesClientException;

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
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
