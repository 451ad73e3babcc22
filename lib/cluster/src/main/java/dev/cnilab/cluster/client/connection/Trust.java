package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/**
 * The authorities by which a client verifies a server; client-go's {@code TLSClientConfig}.
 *
 * @param authorities their certificates in PEM; "" for those of the system, none of which has
 *     signed a cluster's certificate
 */
public record Trust(String authorities) {
  /**
   * The authorities in a file.
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
   * The authorities in a text.
   *
   * @throws IOException in the words of client-go, if it has none
   */
  static Trust pem(String text) throws IOException {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IOException("unable to load root certificates: unable to parse bytes as PEM block");
    }
    return new Trust(text);
  }
}
