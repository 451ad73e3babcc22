package dev.cnilab.cluster.apiserver.authorization;

import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.tls.Authority;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import org.jspecify.annotations.Nullable;

/**
 * Maps client certificates to users: {@code CN} is the user, every {@code O} a group. After
 * apiserver's {@code authentication/request/x509}. From any thread.
 */
public final class ClientCertificates {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";
  private static final String CREDENTIAL = "authentication.kubernetes.io/credential-id";

  private final Authority authority;
  private final InstantSource clock;

  /** The users of certificates that the authority has signed, while they are valid. */
  private final Map<X509Certificate, User> known = new ConcurrentHashMap<>();

  /**
   * Trusts an authority.
   *
   * @param clock by which certificates become valid and expire
   */
  public ClientCertificates(Authority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** The trusted authority. */
  public Authority authority() {
    return authority;
  }

  /**
   * The user of a certificate now. A certificate without a name is the anonymous user's; one that
   * the authority has not signed, that is not for clients, has expired or is not yet valid
   * identifies no user.
   */
  public Optional<User> user(X509Certificate shown) {
    try {
      shown.checkValidity(Date.from(clock.instant()));
    } catch (CertificateException notNow) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.computeIfAbsent(shown, this::named));
  }

  private @Nullable User named(X509Certificate shown) {
    try {
      if (!isForClients(shown) || !authority.hasSigned(shown)) {
        return null;
      }
      Authority.Subject subject = Authority.subject(shown);
      return subject.commonName().isEmpty()
          ? User.anonymous()
          : User.certified(subject.commonName(), subject.organizations())
              .with("", Map.of(CREDENTIAL, List.of("X509SHA256=" + digest(shown))));
    } catch (GeneralSecurityException | InvalidNameException unreadable) {
      return null;
    }
  }

  /** To Go, a certificate without key usages is good for every usage. */
  private static boolean isForClients(X509Certificate shown) throws GeneralSecurityException {
    List<String> purposes = shown.getExtendedKeyUsage();
    return purposes == null || purposes.contains(CLIENT_AUTH) || purposes.contains(ANY);
  }

  private static String digest(X509Certificate shown) throws GeneralSecurityException {
    return HexFormat.of().formatHex(Digest.SHA_256.of(shown.getEncoded()));
  }
}
