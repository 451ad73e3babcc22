package dev.cnilab.cluster.apiserver.kubelet;

import java.util.Locale;

/** A stream of a container, which a subresource of its pod begins. */
public enum ContainerStream {
  /** Of a command that begins with it. */
  EXEC,
  /** Of the main process. */
  ATTACH;

  /**
   * The stream that a subresource begins.
   *
   * @throws IllegalArgumentException if it begins none
   */
  public static ContainerStream of(String subresource) {
    return valueOf(subresource.toUpperCase(Locale.ROOT));
  }
}
