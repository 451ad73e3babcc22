package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.Optional;

/**
 * What a kubelet's kubeconfig says about its certificate.
 *
 * @param named the certificate in a file that it names, which is as good as one of the store
 * @param embedded the certificate in it, which only serves to ask for the first one of the store
 */
public record KubeconfigCertificate(
    Optional<ClientCertificate> named, Optional<ClientCertificate> embedded) {
  /**
   * The certificate of a kubeconfig, if it has one.
   *
   * @param shown the credential of the kubeconfig
   * @throws IOException in the words of client-go, if the file cannot be used
   */
  public static KubeconfigCertificate of(MountNamespace files, String path, Credential shown)
      throws IOException {
    Optional<ClientCertificate> certificate =
        shown instanceof Credential.Certificate(String pem)
            ? ClientCertificate.of(pem)
            : Optional.empty();
    return ClientConfig.embedsCertificate(files, path)
        ? new KubeconfigCertificate(Optional.empty(), certificate)
        : new KubeconfigCertificate(certificate, Optional.empty());
  }
}
