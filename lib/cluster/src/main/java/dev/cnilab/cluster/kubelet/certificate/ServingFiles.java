package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * A kubelet's serving certificate on its disk. A kubelet that finds none makes a self-signed one.
 */
public final class ServingFiles {
  private static final String DIRECTORY = "/var/lib/kubelet/pki/";
  private static final String CERTIFICATE = DIRECTORY + "kubelet.crt";
  private static final String KEY = DIRECTORY + "kubelet.key";

  private ServingFiles() {}

  /**
   * Reads it from the files that are set, or else from its own, which it makes if it has none.
   *
   * @param certificate tlsCertFile; "" if it is not set
   * @param key tlsPrivateKeyFile; "" if it is not set
   * @throws IOException in the kubelet's words if the files are unusable
   */
  public static ServerCertificate read(
      Process process, String node, String certificate, String key, Klog log) throws IOException {
    MountNamespace files = process.files();
    if (!certificate.isEmpty() || !key.isEmpty()) {
      return load(files, certificate, key);
    }
    if (files.find(CERTIFICATE).isEmpty() || files.find(KEY).isEmpty()) {
      ServerCertificate made = write(process, node);
      log.info("server.go:1320", "Using self-signed cert", "certFile", CERTIFICATE, "keyFile", KEY);
      return made;
    }
    return load(files, CERTIFICATE, KEY);
  }

  private static ServerCertificate load(MountNamespace files, String certificate, String key)
      throws IOException {
    try {
      return ServerCertificate.read(GoFile.text(files, certificate), GoFile.text(files, key));
    } catch (IOException unusable) {
      throw new IOException(
          "failed to run Kubelet: failed to initialize kubelet server: " + unusable.getMessage(),
          unusable);
    }
  }

  private static ServerCertificate write(Process process, String node) throws IOException {
    Instant now = process.now();
    ServerCertificate made =
        ServerCertificate.create(
            new ServerCertificate.Names(
                node + "@" + now.getEpochSecond(), List.of(node), List.of()),
            process.loop().random(),
            now);
    MountNamespace files = process.files();
    files.createDirectories(DIRECTORY);
    files.write(CERTIFICATE, made.pem());
    files.write(KEY, made.key());
    files.setPermissions(KEY, 0600);
    return made;
  }
}
