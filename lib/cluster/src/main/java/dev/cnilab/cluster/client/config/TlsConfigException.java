package dev.cnilab.cluster.client.config;

import java.io.IOException;

/** Thrown for certificates of which no TLS configuration can be made; in the words of client-go. */
public final class TlsConfigException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsConfigException(String message) {
    super(message);
  }
}
