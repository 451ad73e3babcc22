package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A refusal of the API server, in its own words. */
final class Refused {

  private Refused() {}

  static String message(Throwable e) {
    if (e instanceof KubernetesClientException refused
        && refused.getStatus() != null
        && refused.getStatus().getMessage() != null) {
      return refused.getStatus().getMessage();
    }
    return e.getCause() == null ? String.valueOf(e.getMessage()) : message(e.getCause());
  }
}
