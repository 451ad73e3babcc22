package dev.cnilab.cluster.client.config;

import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** Which servers a client trusts; client-go's {@code TLSClientConfig}. */
public sealed interface Trust {
  /** The authorities of the system, none of which has signed a cluster's certificate. */
  Trust SYSTEM = new Authorities("");

  /** Any server, whatever it shows; {@code insecure-skip-tls-verify}. */
  record Anybody() implements Trust {}

  /**
   * Servers whose certificate one of these has signed.
   *
   * @param pem their certificates
   */
  record Authorities(String pem) implements Trust {}

  /**
   * The authorities in a file.
   *
   * @throws IOException in the words of client-go, if it cannot be used
   */
  static Trust file(MountNamespace files, String path) throws IOException {
    return pem(GoFile.text(files, path));
  }

  /**
   * The authorities in a text.
   *
   * @throws TlsConfigException if it has none
   */
  static Trust pem(String text) throws TlsConfigException {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new TlsConfigException(
          "unable to load root certificates: unable to parse bytes as PEM block");
    }
    return new Authorities(text);
  }
}
