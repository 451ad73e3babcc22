package dev.cnilab.cluster.apiserver.tls;

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

/** The cluster's certificate authority, as kubeadm makes it: what it has signed is who it says. */
public final class Authority {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final Subject ITSELF = new Subject("kubernetes", List.of());
  private static final Set<Usage> OF_CLIENTS =
      EnumSet.of(Usage.DIGITAL_SIGNATURE, Usage.KEY_ENCIPHERMENT, Usage.CLIENT_AUTH);
  private static final Set<Usage> OF_SERVERS =
      EnumSet.of(Usage.DIGITAL_SIGNATURE, Usage.KEY_ENCIPHERMENT, Usage.SERVER_AUTH);
  private static final Set<Usage> OF_AUTHORITIES =
      EnumSet.of(Usage.DIGITAL_SIGNATURE, Usage.KEY_ENCIPHERMENT, Usage.CERT_SIGN);

  private final SecureRandom random;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private @Nullable String outside;

  /** Digests of what it is known to have signed, which need not be verified. From any thread. */
  private final Set<String> signed = ConcurrentHashMap.newKeySet();

  /** Whom a certificate names: {@code CN} and every {@code O}. */
  public record Subject(String commonName, List<String> organizations) {}

  private Authority(SecureRandom random, Instant now) {
    this.random = random;
    this.keys = generate(random);
    this.certificate = own(random, now);
  }

  private Authority(SecureRandom random, KeyPair keys, X509Certificate certificate) {
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
    ServerCertificate pair = ServerCertificate.read(certificate, key);
    return new Authority(Secrets.of(secrets), pair.keys(), pair.certificate());
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
    return new Authority(Secrets.of(secrets), now);
  }

  /** Its certificate in PEM. */
  public String certificate() {
    return pem(certificate);
  }

  /**
   * Its certificate for those who come from outside, in PEM: the same if it is valid by the wall's
   * clock, too; otherwise one more of the same name and key, made once.
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

  /** Issues a client's certificate for a time. */
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
   * Issues one for those who come from outside: by the wall's clock, and of nothing that a seed
   * decides. From any thread.
   */
  public ServerCertificate serveOutside(ServerCertificate.Names names) {
    return serve(names, new SecureRandom(), Instant.now());
  }

  private ServerCertificate serve(ServerCertificate.Names names, SecureRandom source, Instant now) {
    KeyPair pair = generate(source);
    List<byte[]> extensions = extensions(OF_SERVERS);
    extensions.add(Extensions.alternatives(names));
    Subject subject = new Subject(names.commonName(), List.of());
    return ServerCertificate.of(
        pair.getPrivate(),
        signed(subject, pair.getPublic(), extensions, now, now.plus(YEAR), source));
  }

  /**
   * Signs what somebody else has a key for.
   *
   * @param usages what it is for
   * @param time how long it is valid; a year at most
   */
  public String sign(SigningRequest request, Collection<Usage> usages, Instant now, Duration time) {
    List<byte[]> extensions = extensions(usages);
    request.alternatives().ifPresent(extensions::add);
    Instant until = now.plus(time.compareTo(YEAR) < 0 ? time : YEAR);
    return pem(
        "CERTIFICATE", signed(request.subject(), request.key(), extensions, now, until, random));
  }

  /** Whether it has signed a certificate. From any thread. */
  public boolean hasSigned(X509Certificate shown) {
    try {
      String digest = Extensions.digest(shown.getEncoded());
      if (!signed.contains(digest)) {
        shown.verify(keys.getPublic());
        signed.add(digest);
      }
      return true;
    } catch (GeneralSecurityException refused) {
      return false;
    }
  }

  /** Whom a certificate names; its signature is not looked at. */
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

  static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  private X509Certificate own(SecureRandom source, Instant now) {
    List<byte[]> extensions = Extensions.usages(OF_AUTHORITIES);
    extensions.add(Extensions.authority());
    extensions.add(Extensions.subjectKey(keys.getPublic()));
    Instant until = now.plus(YEAR.multipliedBy(10));
    return ServerCertificate.parsed(
        signed(ITSELF, keys.getPublic(), extensions, now, until, source));
  }

  /** Those of all that it signs for others. */
  private List<byte[]> extensions(Collection<Usage> usages) {
    List<byte[]> all = Extensions.usages(usages);
    all.add(Extensions.noAuthority());
    all.add(Extensions.authorityKey(keys.getPublic()));
    return all;
  }

  private byte[] signed(
      Subject subject,
      PublicKey key,
      List<byte[]> extensions,
      Instant now,
      Instant until,
      SecureRandom source) {
    Statement statement = new Statement(ITSELF, subject, key, now.minus(LEEWAY), until, extensions);
    byte[] encoded = statement.signed(keys.getPrivate(), source);
    signed.add(Extensions.digest(encoded));
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
