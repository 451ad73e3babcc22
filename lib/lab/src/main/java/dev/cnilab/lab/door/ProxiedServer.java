package dev.cnilab.lab.door;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API server of a kubeconfig whose user has a token.
 *
 * @param trust trusts the certificate authority in the kubeconfig
 */
record ProxiedServer(URI server, SSLContext trust, String token) {

  static ProxiedServer of(String kubeconfig) {
    Json file = Yaml.parse(kubeconfig);
    return new ProxiedServer(
        URI.create(file.text("/clusters/0/cluster/server")),
        trusting(file.text("/clusters/0/cluster/certificate-authority-data")),
        file.text("/users/0/user/token"));
  }

  private static SSLContext trusting(String authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalArgumentException("a kubeconfig without a usable authority", unusable);
    }
  }

  Socket connect() throws IOException {
    return trust.getSocketFactory().createSocket(server.getHost(), server.getPort());
  }
}
