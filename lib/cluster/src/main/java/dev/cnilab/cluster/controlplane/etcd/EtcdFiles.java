package dev.cnilab.cluster.controlplane.etcd;

import dev.cnilab.cluster.goflag.GoFlagSet;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the files that the flags of an etcd name. */
final class EtcdFiles {
  private EtcdFiles() {}

  /**
   * What it is at its URLs with TLS, without if there are none; empty if a file is missing or
   * unusable, and the log says why.
   */
  static Optional<EtcdService> read(Process process, GoFlagSet.Given given) {
    List<EtcdUrl> clients = EtcdUrl.all(given.text("listen-client-urls"));
    try {
      readPeers(process, given);
      requirePair(given, clients);
    } catch (IOException unusable) {
      fatal(process, "etcdmain/etcd.go:157", "discovery failed", unusable);
      return Optional.empty();
    }
    if (clients.stream().noneMatch(EtcdUrl::isSecure)) {
      return Optional.of(EtcdService.PLAIN);
    }
    try {
      return Optional.of(new EtcdService(Optional.of(clientTls(process, given))));
    } catch (IOException unusable) {
      fatal(process, "etcdmain/etcd.go:172", "listener failed", unusable);
      return Optional.empty();
    }
  }

  /** The files for peers are also read where it listens without TLS: it may reach others by it. */
  private static void readPeers(Process process, GoFlagSet.Given given) throws IOException {
    boolean hasPair = !isEmpty(given, "peer-cert-file", "peer-key-file");
    Optional<EtcdUrl> secure = secure(EtcdUrl.all(given.text("listen-peer-urls")));
    if (secure.isPresent() && !hasPair) {
      throw new IOException(
          "cannot listen on TLS for %s: KeyFile and CertFile are not presented"
              .formatted(secure.get().place()));
    }
    if (hasPair) {
      pair(process, given.text("peer-cert-file"), given.text("peer-key-file"));
    }
    authority(process, given.text("peer-trusted-ca-file"));
  }

  private static void requirePair(GoFlagSet.Given given, List<EtcdUrl> clients) throws IOException {
    Optional<EtcdUrl> secure = secure(clients);
    if (secure.isPresent() && isEmpty(given, "cert-file", "key-file")) {
      throw new IOException(
          "TLS key/cert (--cert-file, --key-file) must be provided for client url %s with HTTPS scheme"
              .formatted(secure.get()));
    }
  }

  /** Clients need a certificate if there is an authority for them, or if the flag demands one. */
  private static EtcdService.Tls clientTls(Process process, GoFlagSet.Given given)
      throws IOException {
    ServerCertificate certificate = pair(process, given.text("cert-file"), given.text("key-file"));
    String authority = authority(process, given.text("trusted-ca-file"));
    boolean demanded = given.isSet("client-cert-auth") || !given.text("trusted-ca-file").isEmpty();
    return new EtcdService.Tls(certificate, demanded ? Optional.of(authority) : Optional.empty());
  }

  private static Optional<EtcdUrl> secure(List<EtcdUrl> urls) {
    return urls.stream().filter(EtcdUrl::isSecure).findFirst();
  }

  private static boolean isEmpty(GoFlagSet.Given given, String certificate, String key) {
    return given.text(certificate).isEmpty() && given.text(key).isEmpty();
  }

  private static ServerCertificate pair(Process process, String certificate, String key)
      throws IOException {
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new IOException(
          "KeyFile and CertFile must both be present[key: %s, cert: %s]"
              .formatted(key, certificate));
    }
    return ServerCertificate.read(
        GoFile.text(process.files(), certificate), GoFile.text(process.files(), key));
  }

  private static String authority(Process process, String path) throws IOException {
    return path.isEmpty() ? "" : GoFile.text(process.files(), path);
  }

  private static void fatal(Process process, String caller, String message, IOException why) {
    process
        .err()
        .println(
            Json.object()
                .put("level", "fatal")
                .put("ts", process.now().toString())
                .put("caller", caller)
                .put("msg", message)
                .put("error", why.getMessage())
                .toString());
  }
}
