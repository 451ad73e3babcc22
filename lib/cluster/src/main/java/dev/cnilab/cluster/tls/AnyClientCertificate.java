package dev.cnilab.cluster.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts any client certificate, as Go's {@code RequestClientCert} does: who the client is, and
 * whether the certificate is valid, is determined at each of its requests. The TLS handshake never
 * fails because of it, so the client gets a 401.
 */
final class AnyClientCertificate extends X509ExtendedTrustManager {
  private final X509Certificate[] authorities;

  /**
   * Tells clients which authorities are trusted.
   *
   * @param authorities none: clients may send any certificate
   */
  AnyClientCertificate(X509Certificate... authorities) {
    this.authorities = authorities.clone();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.clone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType) {
    throw serverOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) {
    throw serverOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {
    throw serverOnly();
  }

  private static UnsupportedOperationException serverOnly() {
    return new UnsupportedOperationException("a server trusts no servers");
  }
}
