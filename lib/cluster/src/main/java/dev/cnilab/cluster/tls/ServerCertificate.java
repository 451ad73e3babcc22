package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A server's key and certificate. */
public final class ServerCertificate {
  private static final char[] NO_PASSWORD = {};

  private final PrivateKey key;
  private final X509Certificate certificate;

  /** Checks whether clients that trust a bundle of authorities trust it. */
  private final ShownCertificate shown;

  private final Map<String, Boolean> trusting = new HashMap<>();

  private ServerCertificate(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
    this.shown = new ShownCertificate(certificate);
  }

  /** Its common name, and the names and addresses of the server. */
  public record Names(String commonName, List<String> hosts, List<Ipv4Address> addresses) {}

  /**
   * Makes a self-signed certificate that is valid from a day ago for a year.
   *
   * @param secrets the source of its key
   */
  public static ServerCertificate create(Names names, RandomGenerator secrets, Instant now) {
    SecureRandom random = Secrets.of(secrets);
    KeyPair keys = Authority.generate(random);
    Subject itself = new Subject(names.commonName(), List.of());
    UnsignedCertificate statement =
        new UnsignedCertificate(
            itself,
            itself,
            keys.getPublic(),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(365)),
            List.of(CertificateExtensions.alternatives(names), CertificateExtensions.authority()));
    return of(keys.getPrivate(), statement.signed(keys.getPrivate(), random));
  }

  /**
   * Reads one from PEM texts.
   *
   * @throws IOException in Go's words if they are invalid
   */
  public static ServerCertificate read(String certificate, String key) throws IOException {
    requireLabels(certificate, key);
    try {
      ServerCertificate pair =
          new ServerCertificate(
              KeyFactory.getInstance("EC")
                  .generatePrivate(new PKCS8EncodedKeySpec(content(key, "PRIVATE KEY", "key"))),
              read(content(certificate, "CERTIFICATE", "certificate")));
      pair.requireMatch();
      return pair;
    } catch (GeneralSecurityException malformed) {
      throw new IOException("tls: failed to parse private key", malformed);
    }
  }

  /** Recognizes files that stand for each other. */
  private static void requireLabels(String certificate, String key) throws IOException {
    List<String> ofCertificate = PemText.labels(certificate);
    if (ofCertificate.size() == 1 && ofCertificate.getFirst().endsWith("PRIVATE KEY")) {
      throw new IOException(
          "tls: failed to find certificate PEM data in certificate input, but did find a private"
              + " key; PEM inputs may have been switched");
    }
    if (!ofCertificate.isEmpty() && PemText.labels(key).equals(List.of("CERTIFICATE"))) {
      throw new IOException(
          "tls: found a certificate rather than a key in the PEM for the private key");
    }
  }

  private void requireMatch() throws GeneralSecurityException, IOException {
    byte[] anything = {1};
    Signature signature = Signature.getInstance("SHA384withECDSA");
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(anything);
    if (!signature.verify(signed)) {
      throw new IOException("tls: private key does not match public key");
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

  static ServerCertificate of(PrivateKey key, byte[] encoded) {
    return new ServerCertificate(key, parsed(encoded));
  }

  /** Parses what was written here. */
  static X509Certificate parsed(byte[] encoded) {
    try {
      return read(encoded);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("what was signed here can't be read", impossible);
    }
  }

  private static X509Certificate read(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /** The certificate as PEM text. */
  public String pem() {
    return Authority.pem(certificate);
  }

  X509Certificate certificate() {
    return certificate;
  }

  KeyPair keys() {
    return new KeyPair(certificate.getPublicKey(), key);
  }

  /** Its key as PEM text. */
  public String key() {
    return Authority.pem("PRIVATE KEY", key.getEncoded());
  }

  /**
   * Why a client rejects it, in the words of Go's {@code crypto/x509}; empty if it accepts it.
   *
   * @param authorities that the client trusts, in PEM
   * @param host the name that the client has used for the server
   * @param now the client's time
   */
  public Optional<String> objection(String authorities, String host, Instant now) {
    return shown.objection(
        host, now, () -> trusting.computeIfAbsent(authorities, shown::isSignedByOneOf));
  }

  /** The TLS context of a server that accepts any client certificate. */
  public SSLContext sslContext() {
    return sslContext(new AnyClientCertificate());
  }

  /** The TLS context of a server that asks for client certificates of an authority. */
  public SSLContext sslContext(Authority clients) {
    return sslContext(new AnyClientCertificate(clients.own()));
  }

  private SSLContext sslContext(AnyClientCertificate clients) {
    try {
      // It stays in memory. PKCS12 would run a key derivation of 10,000 rounds for an empty
      // password.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "server", key, NO_PASSWORD, new java.security.cert.Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      // Without a trust manager, the JDK would load all CAs that browsers trust.
      context.init(managers.getKeyManagers(), new TrustManager[] {clients}, null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
