package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.tls.ServerCertificate;
import dev.cnilab.cluster.goflag.GoFlagSet;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Optional;

/** Reads the files that the flags of an etcd name. */
final class EtcdFiles {
  private EtcdFiles() {}

  /** What it shows and trusts; empty if a file is unusable, and the log says why. */
  static Optional<EtcdService> read(Process process, GoFlagSet.Given given) {
    try {
      pair(process, given.text("peer-cert-file"), given.text("peer-key-file"));
      text(process, given.text("peer-trusted-ca-file"));
    } catch (IOException unusable) {
      fatal(process, "etcdmain/etcd.go:157", "discovery failed", unusable);
      return Optional.empty();
    }
    try {
      ServerCertificate certificate =
          pair(process, given.text("cert-file"), given.text("key-file"));
      return Optional.of(
          new EtcdService(certificate, text(process, given.text("trusted-ca-file"))));
    } catch (IOException unusable) {
      fatal(process, "etcdmain/etcd.go:172", "listener failed", unusable);
      return Optional.empty();
    }
  }

  private static ServerCertificate pair(Process process, String certificate, String key)
      throws IOException {
    return ServerCertificate.read(text(process, certificate), text(process, key));
  }

  private static String text(Process process, String path) throws IOException {
    try {
      return process.files().readText(path);
    } catch (IOException unreadable) {
      throw new IOException(GoText.pathError("open", path, unreadable), unreadable);
    }
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
