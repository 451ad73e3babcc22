package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.kubelet.certificate.ServingFiles;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.cluster.tls.TrustedAuthority;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a kubelet's server and its clients authenticate each other.
 *
 * @param certificate its own
 * @param callers signs the certificates of clients; null if none are accepted
 */
record ServingIdentity(ServerCertificate certificate, @Nullable TrustedAuthority callers) {
  /**
   * Reads them from the disk.
   *
   * @throws IOException in the kubelet's words if one cannot be used
   */
  static ServingIdentity read(Process process, KubeletConfig config, Klog log) throws IOException {
    TrustedAuthority callers = authority(process, config.access().authorityFile());
    return new ServingIdentity(
        ServingFiles.read(
            process,
            config.node().name(),
            config.document().path("tlsCertFile").asText(""),
            config.document().path("tlsPrivateKeyFile").asText(""),
            log),
        callers);
  }

  private static @Nullable TrustedAuthority authority(Process process, String path)
      throws IOException {
    if (path.isEmpty()) {
      return null;
    }
    try {
      return TrustedAuthority.of(GoFile.text(process.files(), path));
    } catch (GoPathException unreadable) {
      throw new IOException("failed to run Kubelet: " + unreadable.text(), unreadable);
    } catch (IOException unusable) {
      throw new IOException(
          "failed to run Kubelet: error loading CA bundle for \"client-ca-bundle::%s\": %s"
              .formatted(path, unusable.getMessage()),
          unusable);
    }
  }
}
