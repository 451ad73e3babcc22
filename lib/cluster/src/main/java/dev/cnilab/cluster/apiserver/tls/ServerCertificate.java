package dev.cnilab.cluster.apiserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A key and a certificate for 127.0.0.1 that signs itself, made at each start: kubectl sends a
 * token over TLS only, and a kubeconfig can say to trust just this certificate.
 */
public final class ServerCertificate {
  private static final int[] ECDSA_WITH_SHA256 = {1, 2, 840, 10045, 4, 3, 2};
  private static final int[] COMMON_NAME = {2, 5, 4, 3};
  private static final int[] SUBJECT_ALTERNATIVE_NAME = {2, 5, 29, 17};
  private static final int[] BASIC_CONSTRAINTS = {2, 5, 29, 19};
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final char[] NO_PASSWORD = {};

  /** Clients show no certificates over TLS. The JDK would read all that browsers trust. */
  private static final TrustManager[] NOBODY = {};

  private final PrivateKey key;
  private final X509Certificate certificate;

  private ServerCertificate(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** Makes a certificate that is valid from a day ago for a year. */
  public static ServerCertificate create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(keys, Instant.now());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] encoded = Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new ServerCertificate(
          keys.getPrivate(),
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /** The certificate as PEM text. */
  public String pem() {
    try {
      Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n"
          + lines.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a server needs to show it. */
  public SSLContext sslContext() {
    try {
      // It stays in memory. PKCS12 would derive a key of no password, 10,000 rounds long.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "server", key, NO_PASSWORD, new java.security.cert.Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), NOBODY, null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] content(KeyPair keys, Instant now) {
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8("kube-apiserver"))));
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(63, new SecureRandom())),
        algorithm(),
        name,
        Der.sequence(
            Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(Duration.ofDays(365)))),
        name,
        keys.getPublic().getEncoded(),
        Der.tagged(0xa3, Der.sequence(names(), authority())));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.oid(ECDSA_WITH_SHA256));
  }

  private static byte[] names() {
    return Der.sequence(
        Der.oid(SUBJECT_ALTERNATIVE_NAME),
        Der.octetString(
            Der.sequence(
                dns("localhost"),
                dns("kubernetes"),
                dns("kubernetes.default.svc"),
                Der.tagged(IP_ADDRESS, new byte[] {127, 0, 0, 1}))));
  }

  private static byte[] dns(String name) {
    return Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] authority() {
    return Der.sequence(
        Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octetString(Der.sequence(Der.yes())));
  }
}
