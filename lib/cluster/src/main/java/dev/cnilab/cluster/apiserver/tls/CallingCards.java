package dev.cnilab.cluster.apiserver.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes whatever certificate a client shows, as Go's {@code RequestClientCert} does: who that is,
 * and whether that is anybody, is found out for each of his requests. A connection never fails for
 * it, so he is told 401.
 */
final class CallingCards extends X509ExtendedTrustManager {
  private final X509Certificate[] authorities;

  /**
   * Tells clients whose certificates are believed.
   *
   * @param authorities none: clients may show what they like
   */
  CallingCards(X509Certificate... authorities) {
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
