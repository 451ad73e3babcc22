package dev.cnilab.cluster.apiserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The cluster's certificate authority, as kubeadm makes it: what it has signed is who it says. */
public final class Authority {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int[] ECDSA_WITH_SHA256 = {1, 2, 840, 10045, 4, 3, 2};
  private static final int[] COMMON_NAME = {2, 5, 4, 3};
  private static final int[] ORGANIZATION = {2, 5, 4, 10};
  private static final int[] BASIC_CONSTRAINTS = {2, 5, 29, 19};

  private final SecureRandom random;
  private final KeyPair keys;
  private final String certificate;

  /** Digests of what it has signed itself, which need not be verified. From any thread. */
  private final Set<String> signed = ConcurrentHashMap.newKeySet();

  /** Whom a certificate names: {@code CN} and every {@code O}. */
  public record Subject(String commonName, List<String> organizations) {}

  private Authority(SecureRandom random, Instant now) throws GeneralSecurityException {
    this.random = random;
    this.keys = generate();
    this.certificate =
        sign(
            new Subject("kubernetes", List.of()),
            keys.getPublic(),
            now,
            YEAR.multipliedBy(10),
            true);
  }

  private Authority(SecureRandom random, KeyPair keys, String certificate) {
    this.random = random;
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * One whose certificate and key lie in files.
   *
   * @param secrets what the numbers of its certificates are made of
   * @throws IOException in Go's words if they are none
   */
  public static Authority read(String certificate, String key, RandomGenerator secrets)
      throws IOException {
    try {
      ServerCertificate pair = ServerCertificate.read(certificate, key);
      return new Authority(Secrets.of(secrets), pair.keys(), certificate);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /**
   * Has another thread compute the curve's tables, which the JDK makes for the first key of a
   * process, and which takes a tenth of a cluster's start.
   */
  public static void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("curve")
        .start(() -> create(new SecureRandom(), Instant.EPOCH));
  }

  /**
   * Makes one.
   *
   * @param secrets what its key is made of: of equal ones comes an equal authority
   * @param now when it begins to be valid, but for five minutes
   */
  public static Authority create(RandomGenerator secrets, Instant now) {
    try {
      return new Authority(Secrets.of(secrets), now);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /** Its certificate in PEM. */
  public String certificate() {
    return certificate;
  }

  /** Its key in PEM. */
  public String key() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** A certificate with its key. */
  public record Issued(String certificate, String key) {}

  /** Issues a certificate for a year. */
  public Issued issue(Subject subject, Instant now) {
    try {
      KeyPair pair = generate();
      return new Issued(
          sign(subject, pair.getPublic(), now, YEAR, false),
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /**
   * Signs what somebody else has a key for.
   *
   * @param time how long it is valid; a year at most
   */
  public String sign(SigningRequest request, Instant now, Duration time) {
    try {
      Duration valid = time.compareTo(YEAR) < 0 ? time : YEAR;
      return sign(request.subject(), request.key(), now, valid, false);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  /** Whom the first certificate in a PEM text names; empty unless it is valid and signed here. */
  public Optional<Subject> verify(String pem, Instant now) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate shown =
          (X509Certificate)
              factory.generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      shown.checkValidity(Date.from(now));
      if (!signed.contains(digest(shown.getEncoded()))) {
        shown.verify(keys.getPublic());
      }
      return Optional.of(subject(shown));
    } catch (GeneralSecurityException | InvalidNameException refused) {
      return Optional.empty();
    }
  }

  static Subject subject(X509Certificate shown) throws InvalidNameException {
    String name = "";
    List<String> organizations = new ArrayList<>();
    for (Rdn part : new LdapName(shown.getSubjectX500Principal().getName()).getRdns()) {
      if (part.getType().equalsIgnoreCase("CN")) {
        name = part.getValue().toString();
      } else if (part.getType().equalsIgnoreCase("O")) {
        organizations.add(part.getValue().toString());
      }
    }
    return new Subject(name, List.copyOf(organizations));
  }

  private KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private String sign(Subject subject, PublicKey key, Instant now, Duration time, boolean authority)
      throws GeneralSecurityException {
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, random)),
            Der.sequence(Der.oid(ECDSA_WITH_SHA256)),
            name(new Subject("kubernetes", List.of())),
            Der.sequence(Der.time(now.minus(Duration.ofMinutes(5))), Der.time(now.plus(time))),
            name(subject),
            key.getEncoded(),
            Der.tagged(0xa3, Der.sequence(constraints(authority))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate(), random);
    signature.update(content);
    byte[] encoded =
        Der.sequence(
            content, Der.sequence(Der.oid(ECDSA_WITH_SHA256)), Der.bitString(signature.sign()));
    signed.add(digest(encoded));
    return pem("CERTIFICATE", encoded);
  }

  /** Nobody finds another certificate with the same one. */
  private static String digest(byte[] encoded) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
  }

  private static byte[] name(Subject subject) {
    List<byte[]> parts = new ArrayList<>();
    for (String organization : subject.organizations()) {
      parts.add(Der.set(Der.sequence(Der.oid(ORGANIZATION), Der.utf8(organization))));
    }
    parts.add(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(subject.commonName()))));
    return Der.sequence(parts.toArray(byte[][]::new));
  }

  private static byte[] constraints(boolean authority) {
    byte[] content = authority ? Der.sequence(Der.yes()) : Der.sequence();
    return Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octetString(content));
  }

  static String pem(String label, byte[] encoded) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, lines.encodeToString(encoded));
  }
}
