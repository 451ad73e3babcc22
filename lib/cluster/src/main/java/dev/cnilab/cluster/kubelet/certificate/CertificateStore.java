package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The files of a kubelet's certificates as a client: one for each, named by the time when it was
 * stored, and a link to the current one ({@code client-go/util/certificate}).
 */
public final class CertificateStore {
  private static final String DIRECTORY = "/var/lib/kubelet/pki";
  private static final String PREFIX = DIRECTORY + "/kubelet-client-";
  private static final String LINK = "kubelet-client-current.pem";

  /** The link to the current certificate. */
  public static final String CURRENT = DIRECTORY + "/" + LINK;

  private static final String UPDATED = PREFIX + "updated.pem";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

  private final MountNamespace files;

  public CertificateStore(MountNamespace files) {
    this.files = files;
  }

  /**
   * The current certificate; empty if there is none.
   *
   * @throws IOException in the kubelet's words if the file has none
   */
  Optional<ClientCertificate> current(Klog log) throws IOException {
    if (files.find(CURRENT).isEmpty()) {
      return Optional.empty();
    }
    log.info("certificate_store.go:147", "Loading cert/key pair from a file", "filePath", CURRENT);
    return Optional.of(load(CURRENT));
  }

  private ClientCertificate load(String path) throws IOException {
    return ClientCertificate.of(files.readText(path))
        .orElseThrow(
            () ->
                new IOException(
                    "could not convert data from %s into cert/key pair: tls: failed to find any PEM data in certificate input"
                        .formatted(GoText.quote(path))));
  }

  /**
   * Stores a certificate and makes it the current one.
   *
   * @param pem with its key
   * @throws IOException in the kubelet's words if that is impossible
   */
  ClientCertificate update(String pem, Instant now) throws IOException {
    return load(write(files, pem, now));
  }

  /** Writes the file of a certificate with its key, and the link to it; returns the file's path. */
  public static String write(MountNamespace files, String pem, Instant now) throws IOException {
    String path = PREFIX + STAMP.format(now) + ".pem";
    try {
      files.write(path, pem);
      files.setPermissions(path, 0600);
    } catch (FileException refused) {
      throw new IOException(
          "could not open %s: %s"
              .formatted(GoText.quote(path), GoText.pathError("open", path, refused)),
          refused);
    }
    if (files.list(DIRECTORY).contains(LINK) && !files.linkStatus(CURRENT).isSymlink()) {
      throw new IOException(
          "expected %s to be a symlink but it is a file".formatted(GoText.quote(CURRENT)));
    }
    files.removeAll(UPDATED);
    files.createSymlink(UPDATED, path);
    files.rename(UPDATED, CURRENT);
    return path;
  }
}
