package dev.cnilab.cluster.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The cluster's certificate authority, as kubeadm makes it: it vouches for what it has signed. */
public final class Authority {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final Set<CertificateUsage> OF_CLIENTS =
      EnumSet.of(
          CertificateUsage.DIGITAL_SIGNATURE,
          CertificateUsage.KEY_ENCIPHERMENT,
          CertificateUsage.CLIENT_AUTH);
  private static final Set<CertificateUsage> OF_SERVERS =
      EnumSet.of(
          CertificateUsage.DIGITAL_SIGNATURE,
          CertificateUsage.KEY_ENCIPHERMENT,
          CertificateUsage.SERVER_AUTH);
  private static final Set<CertificateUsage> OF_AUTHORITIES =
      EnumSet.of(
          CertificateUsage.DIGITAL_SIGNATURE,
          CertificateUsage.KEY_ENCIPHERMENT,
          CertificateUsage.CERT_SIGN);

  private final Subject itself;
  private final SecureRandom random;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private @Nullable String outside;

  /**
   * Digests of certificates that are known to be signed by it and need not be verified again. From
   * any thread.
   */
  private final Set<String> signed = ConcurrentHashMap.newKeySet();

  /** The subject of a certificate: {@code CN} and every {@code O}. */
  public record Subject(String commonName, List<String> organizations) {}

  private Authority(Subject itself, SecureRandom random, Instant now) {
    this.itself = itself;
    this.random = random;
    this.keys = generate(random);
    this.certificate = own(random, now);
  }

  private Authority(
      Subject itself, SecureRandom random, KeyPair keys, X509Certificate certificate) {
    this.itself = itself;
    this.random = random;
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Reads an authority from the files of its certificate and key.
   *
   * @param secrets the source of its certificates' serial numbers
   * @throws IOException in Go's words if they are invalid
   */
  public static Authority read(String certificate, String key, RandomGenerator secrets)
      throws IOException {
    ServerCertificate pair = ServerCertificate.read(certificate, key);
    try {
      return new Authority(
          subject(pair.certificate()), Secrets.of(secrets), pair.keys(), pair.certificate());
    } catch (InvalidNameException malformed) {
      throw new IOException("x509: malformed certificate", malformed);
    }
  }

  /**
   * Makes an authority.
   *
   * @param secrets the source of its key: equal ones give equal authorities
   * @param now five minutes after the start of its validity
   */
  public static Authority create(RandomGenerator secrets, Instant now) {
    return new Authority(new Subject("kubernetes", List.of()), Secrets.of(secrets), now);
  }

  /** Makes another authority, which has nothing to do with this one but the source of its key. */
  public Authority another(String commonName, Instant now) {
    return new Authority(new Subject(commonName, List.of()), random, now);
  }

  /** A key pair for signatures: both keys in PEM. */
  public Issued keyPair() {
    KeyPair pair = generate(random);
    return new Issued(
        pem("PUBLIC KEY", pair.getPublic().getEncoded()),
        pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  /** Its certificate in PEM. */
  public String certificate() {
    return pem(certificate);
  }

  /**
   * Its certificate for clients from outside, in PEM: the same if it is also valid by the wall
   * clock; otherwise another one with the same name and key, made once.
   */
  public synchronized String certificateOutside() {
    String known = outside;
    if (known == null) {
      known = certificate(Instant.now());
      outside = known;
    }
    return known;
  }

  String certificate(Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
      return certificate();
    } catch (CertificateException notThere) {
      return pem(own(new SecureRandom(), now));
    }
  }

  X509Certificate own() {
    return certificate;
  }

  /** Its key in PEM. */
  public String key() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** A certificate with its key. */
  public record Issued(String certificate, String key) {}

  /** Issues a client's certificate for a year. */
  public Issued issue(Subject subject, Instant now) {
    return issue(subject, now, YEAR);
  }

  /** Issues a client's certificate with a given lifetime. */
  public Issued issue(Subject subject, Instant now, Duration time) {
    KeyPair pair = generate(random);
    byte[] encoded =
        signed(subject, pair.getPublic(), extensions(OF_CLIENTS), now, now.plus(time), random);
    return new Issued(
        pem("CERTIFICATE", encoded), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  /** Issues a server's certificate for a year. */
  public ServerCertificate serve(ServerCertificate.Names names, Instant now) {
    return serve(names, random, now);
  }

  /**
   * Issues a server's certificate for clients from outside: valid by the wall clock, and
   * independent of any seed. From any thread.
   */
  public ServerCertificate serveOutside(ServerCertificate.Names names) {
    return serve(names, new SecureRandom(), Instant.now());
  }

  private ServerCertificate serve(ServerCertificate.Names names, SecureRandom source, Instant now) {
    KeyPair pair = generate(source);
    List<byte[]> extensions = extensions(OF_SERVERS);
    extensions.add(CertificateExtensions.alternatives(names));
    Subject subject = new Subject(names.commonName(), List.of());
    return ServerCertificate.of(
        pair.getPrivate(),
        signed(subject, pair.getPublic(), extensions, now, now.plus(YEAR), source));
  }

  /**
   * Signs a request, whose key stays with the requester.
   *
   * @param usages what the certificate is for
   * @param time how long it is valid; not longer than the authority is
   */
  public String sign(
      SigningRequest request, Collection<CertificateUsage> usages, Instant now, Duration time) {
    List<byte[]> extensions = extensions(usages);
    request.alternatives().ifPresent(extensions::add);
    Instant end = certificate.getNotAfter().toInstant();
    Instant until = now.plus(time).isBefore(end) ? now.plus(time) : end;
    return pem(
        "CERTIFICATE", signed(request.subject(), request.key(), extensions, now, until, random));
  }

  /** Whether it has signed a certificate. From any thread. */
  public boolean hasSigned(X509Certificate shown) {
    try {
      String digest = CertificateExtensions.digest(shown.getEncoded());
      if (!signed.contains(digest)) {
        shown.verify(keys.getPublic());
        signed.add(digest);
      }
      return true;
    } catch (GeneralSecurityException refused) {
      return false;
    }
  }

  /** The subject of a certificate; the signature is not checked. */
  public static Subject subject(X509Certificate shown) throws InvalidNameException {
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

  /** A key on P-384: for the first key on P-256, the JDK computes tables for 50 ms. */
  static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  private X509Certificate own(SecureRandom source, Instant now) {
    List<byte[]> extensions = CertificateExtensions.usages(OF_AUTHORITIES);
    extensions.add(CertificateExtensions.authority());
    extensions.add(CertificateExtensions.subjectKey(keys.getPublic()));
    Instant until = now.plus(YEAR.multipliedBy(10));
    return ServerCertificate.parsed(
        signed(itself, keys.getPublic(), extensions, now, until, source));
  }

  /** The extensions of every certificate that it signs for others. */
  private List<byte[]> extensions(Collection<CertificateUsage> usages) {
    List<byte[]> all = CertificateExtensions.usages(usages);
    all.add(CertificateExtensions.noAuthority());
    all.add(CertificateExtensions.authorityKey(keys.getPublic()));
    return all;
  }

  private byte[] signed(
      Subject subject,
      PublicKey key,
      List<byte[]> extensions,
      Instant now,
      Instant until,
      SecureRandom source) {
    UnsignedCertificate statement =
        new UnsignedCertificate(itself, subject, key, now.minus(LEEWAY), until, extensions);
    byte[] encoded = statement.signed(keys.getPrivate(), source);
    signed.add(CertificateExtensions.digest(encoded));
    return encoded;
  }

  static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a certificate that was read has its bytes", impossible);
    }
  }

  static String pem(String label, byte[] encoded) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, lines.encodeToString(encoded));
  }
}
