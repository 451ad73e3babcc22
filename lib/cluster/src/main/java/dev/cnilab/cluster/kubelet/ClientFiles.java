package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.client.config.TlsConfigException;
import dev.cnilab.cluster.kubelet.certificate.CertificateStore;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.tls.PemText;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The files that say how a kubelet reaches the API server; an unusable kubeconfig counts as missing
 * ({@code LoadClientConfig}).
 */
record ClientFiles(Process process, KubeletCommandLine line, Klog log) {
  /** As Go prints a time. */
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss '+0000 UTC'").withZone(ZoneOffset.UTC);

  /**
   * Its kubeconfig if it is usable, or the one to bootstrap with.
   *
   * @param config says whether it asks for certificates while it runs
   * @throws IOException in the kubelet's words, if there is none
   */
  ClientFile read(KubeletConfig config) throws IOException {
    String kubeconfig = line.value("kubeconfig").orElse("");
    if (kubeconfig.isEmpty()) {
      throw new IOException("this kubelet has no standalone mode: give it --kubeconfig");
    }
    if (line.value("bootstrap-kubeconfig").orElse("").isEmpty()) {
      return new ClientFile(asItIs(process, kubeconfig), kubeconfig);
    }
    if (!process.files().exists(kubeconfig)) {
      return bootstrap(kubeconfig, config);
    }
    try {
      ClientConfig known = ClientConfig.kubeconfig(process, kubeconfig);
      Optional<Instant> end = end(known.credential().get());
      if (end.isEmpty()) {
        tell(
            "bootstrap.go:257",
            "unable to load TLS certificates from existing bootstrap client config read from "
                + (kubeconfig + ": data does not contain any valid RSA or ECDSA certificates"));
      } else if (process.now().isAfter(end.get())) {
        tell(
            "bootstrap.go:267",
            "part of the existing bootstrap client certificate in %s is expired: %s"
                .formatted(kubeconfig, GO_TIME.format(end.get())));
      } else {
        return new ClientFile(known, kubeconfig);
      }
    } catch (TlsConfigException unusable) {
      tell(
          "bootstrap.go:252",
          "unable to load TLS configuration from existing bootstrap client config read from %s: %s"
              .formatted(kubeconfig, unusable.getMessage()));
    } catch (IOException unusable) {
      tell(
          "bootstrap.go:242",
          "unable to read existing bootstrap client config from %s: %s"
              .formatted(kubeconfig, unusable.getMessage()));
    }
    return bootstrap(kubeconfig, config);
  }

  /** A kubeconfig that nothing could replace, with any credential. */
  private static ClientConfig asItIs(Process process, String kubeconfig) throws IOException {
    try {
      return ClientConfig.kubeconfig(process, kubeconfig);
    } catch (IOException unusable) {
      throw new IOException(
          "failed to run Kubelet: unable to load kubeconfig: " + unusable.getMessage(), unusable);
    }
  }

  /** When a client's certificate expires; empty if it has none. */
  private static Optional<Instant> end(Credential credential) {
    return credential instanceof Credential.Certificate shown
        ? PemText.certificate(shown.pem()).map(each -> each.getNotAfter().toInstant())
        : Optional.empty();
  }

  private void tell(String place, String why) {
    log.failure(place, why, "Unhandled Error", "logger", "UnhandledError");
  }

  /**
   * Begins with the other file, whose user may ask for a certificate, and writes a kubeconfig that
   * names the certificate to come.
   */
  private ClientFile bootstrap(String kubeconfig, KubeletConfig config) throws IOException {
    String path = line.value("bootstrap-kubeconfig").orElse("");
    if (!process.files().exists(path)) {
      throw unusable("stat " + path + ": no such file or directory");
    }
    if (!config.rotatesCertificates()) {
      throw unusable("only with rotateCertificates on this machine");
    }
    try {
      ClientConfig first = ClientConfig.kubeconfig(process, path);
      process
          .files()
          .write(
              kubeconfig,
              ClientConfig.kubeconfigLike(process.files(), path, CertificateStore.CURRENT));
      process.files().setPermissions(kubeconfig, 0600);
      return new ClientFile(first, path);
    } catch (IOException wrong) {
      throw unusable(String.valueOf(wrong.getMessage()));
    }
  }

  private static IOException unusable(String why) {
    return new IOException("failed to run Kubelet: unable to load bootstrap kubeconfig: " + why);
  }
}
