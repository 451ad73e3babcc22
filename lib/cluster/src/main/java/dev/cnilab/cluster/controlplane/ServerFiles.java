package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.tls.PemText;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.cluster.tls.TrustedAuthority;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files that the flags of a kube-apiserver name. It reads all of them as it starts; what is
 * missing or unusable ends it in its own words.
 */
record ServerFiles(Process process, Given flags) {
  /** The labels of keys that verify the tokens of service accounts; a private one does, too. */
  private static final List<String> PUBLIC = List.of("PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE");

  /**
   * Reads those that come before its own certificate.
   *
   * @throws IOException the real server's error
   */
  void requireSigningKey() throws IOException {
    String path = path("service-account-signing-key-file");
    String text;
    try {
      text = text(path);
    } catch (IOException unreadable) {
      throw new IOException(
          "failed to parse service-account-issuer-key-file: " + unreadable.getMessage(),
          unreadable);
    }
    if (PemText.labels(text).stream().noneMatch(ServerFiles::isPrivate)) {
      throw new IOException(
          "failed to parse service-account-issuer-key-file: error reading private key file %s: data does not contain a valid RSA or ECDSA private key"
              .formatted(path));
    }
  }

  private static boolean isPrivate(String label) {
    return label.endsWith("PRIVATE KEY");
  }

  /**
   * Reads the others.
   *
   * @throws IOException the real server's error
   */
  void requireRest() throws IOException {
    requirePublicKeys();
    requireAuthority("client-ca-file", "client-ca-bundle");
    requireAuthority("requestheader-client-ca-file", "request-header");
    requirePair("proxy-client-cert-file", "proxy-client-key-file", "aggregator-proxy-cert");
  }

  private void requirePublicKeys() throws IOException {
    for (String path : flags.each("service-account-key-file")) {
      List<String> labels = PemText.labels(text(path));
      if (labels.stream().noneMatch(label -> PUBLIC.contains(label) || isPrivate(label))) {
        throw new IOException(
            "error reading public key file %s: data does not contain any valid RSA or ECDSA public keys"
                .formatted(path));
      }
    }
  }

  private void requireAuthority(String flag, String name) throws IOException {
    Optional<String> path = flags.find(flag);
    if (path.isEmpty()) {
      return;
    }
    String text = text(path.get());
    String bundle = GoText.quote(name + "::" + path.get());
    if (text.isEmpty()) {
      throw new IOException("missing content for CA bundle " + bundle);
    }
    try {
      TrustedAuthority.of(text);
    } catch (IOException unusable) {
      throw new IOException(
          "error loading CA bundle for " + bundle + ": " + unusable.getMessage(), unusable);
    }
  }

  private void requirePair(String certificate, String key, String name) throws IOException {
    if (flags.find(certificate).isPresent() && flags.find(key).isPresent()) {
      pair(certificate, key, name);
    }
  }

  /** A certificate with its key, which both flags name. */
  ServerCertificate pair(String certificate, String key, String name) throws IOException {
    String text = text(path(certificate));
    String keyText = text(path(key));
    if (text.isEmpty() || keyText.isEmpty()) {
      throw new IOException(
          "missing content for serving cert "
              + GoText.quote(name + "::" + path(certificate) + "::" + path(key)));
    }
    return ServerCertificate.read(text, keyText);
  }

  private String path(String flag) {
    return flags.find(flag).orElse("");
  }

  /** The content of a file. */
  String text(String path) throws IOException {
    return GoFile.text(process.files(), path);
  }
}
