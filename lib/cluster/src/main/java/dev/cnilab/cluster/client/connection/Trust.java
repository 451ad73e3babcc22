package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/**
 * By which authorities a client knows a server; client-go's {@code TLSClientConfig}.
 *
 * @param authorities their certificates in PEM; "" for those of the system, which knows no
 *     cluster's
 */
public record Trust(String authorities) {
  /**
   * Those of a file.
   *
   * @throws IOException in the words of client-go, if it cannot be used
   */
  static Trust file(MountNamespace files, String path) throws IOException {
    try {
      return pem(files.readText(path));
    } catch (IOException unreadable) {
      throw new IOException(GoText.pathError("open", path, unreadable), unreadable);
    }
  }

  /**
   * Those of a text.
   *
   * @throws IOException in the words of client-go, if there is none in it
   */
  static Trust pem(String text) throws IOException {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IOException("unable to load root certificates: unable to parse bytes as PEM block");
    }
    return new Trust(text);
  }
}
