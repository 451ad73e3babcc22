package dev.cnilab.cluster.apiserver.tls;

import dev.cnilab.netsim.address.Ipv4Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A server's key and certificate, which signs itself. That of the API server is made at each start:
 * kubectl sends a token over TLS only, and a kubeconfig can say to trust just this certificate.
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

  /** That of the API server's address for clients from outside, valid from a day ago for a year. */
  public static ServerCertificate create() {
    return create(
        new Names(
            "kube-apiserver",
            List.of("localhost", "kubernetes", "kubernetes.default.svc"),
            List.of(Ipv4Address.parse("127.0.0.1"))),
        new SecureRandom(),
        Instant.now());
  }

  /** Whose it is: a common name, and what the server is called. */
  public record Names(String commonName, List<String> hosts, List<Ipv4Address> addresses) {}

  /**
   * Makes a certificate that is valid from a day ago for a year.
   *
   * @param secrets what its key is made of
   */
  public static ServerCertificate create(Names names, RandomGenerator secrets, Instant now) {
    try {
      SecureRandom random = Secrets.of(secrets);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(names, keys, random, now);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate(), random);
      signature.update(content);
      byte[] encoded = Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
      return new ServerCertificate(keys.getPrivate(), read(encoded));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /**
   * Reads one from PEM texts.
   *
   * @throws IOException in Go's words if they are none
   */
  public static ServerCertificate read(String certificate, String key) throws IOException {
    try {
      return new ServerCertificate(
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(content(key, "PRIVATE KEY", "key"))),
          read(content(certificate, "CERTIFICATE", "certificate")));
    } catch (GeneralSecurityException malformed) {
      throw new IOException("tls: failed to parse private key", malformed);
    }
  }

  private static byte[] content(String pem, String label, String what) throws IOException {
    Matcher block =
        Pattern.compile(
                "-----BEGIN %1$s-----(.*?)-----END %1$s-----".formatted(label), Pattern.DOTALL)
            .matcher(pem);
    if (!block.find()) {
      throw new IOException("tls: failed to find any PEM data in " + what + " input");
    }
    return Base64.getMimeDecoder().decode(block.group(1));
  }

  private static X509Certificate read(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /** The certificate as PEM text. */
  public String pem() {
    try {
      return Authority.pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  KeyPair keys() {
    return new KeyPair(certificate.getPublicKey(), key);
  }

  /** Its key as PEM text. */
  public String key() {
    return Authority.pem("PRIVATE KEY", key.getEncoded());
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

  private static byte[] content(Names names, KeyPair keys, SecureRandom random, Instant now) {
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(names.commonName()))));
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(63, random)),
        algorithm(),
        name,
        Der.sequence(
            Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(Duration.ofDays(365)))),
        name,
        keys.getPublic().getEncoded(),
        Der.tagged(0xa3, Der.sequence(alternatives(names), authority())));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.oid(ECDSA_WITH_SHA256));
  }

  private static byte[] alternatives(Names names) {
    List<byte[]> all = new ArrayList<>();
    names
        .hosts()
        .forEach(host -> all.add(Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII))));
    names
        .addresses()
        .forEach(
            address ->
                all.add(
                    Der.tagged(IP_ADDRESS, ByteBuffer.allocate(4).putInt(address.bits()).array())));
    return Der.sequence(
        Der.oid(SUBJECT_ALTERNATIVE_NAME),
        Der.octetString(Der.sequence(all.toArray(byte[][]::new))));
  }

  private static byte[] authority() {
    return Der.sequence(
        Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octetString(Der.sequence(Der.yes())));
  }
}
