package dev.cnilab.cluster.apiserver.authorization;

import dev.cnilab.cluster.object.Digest;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bearer tokens and their users. From any thread. */
public final class Tokens {
  private static final int LENGTH = 32;
  private final SecureRandom random = new SecureRandom();
  private final List<Known> known = new CopyOnWriteArrayList<>();

  private static final class Known {
    final byte[] digest;
    final User user;

    Known(byte[] digest, User user) {
      this.digest = digest;
      this.user = user;
    }
  }

  /** Makes a token for a user. */
  public String issue(User user) {
    String token = random();
    add(token, user);
    return token;
  }

  /** Assigns to a user a token that was made elsewhere. */
  public void add(String token, User user) {
    known.add(new Known(Digest.SHA_256.of(token), user));
  }

  /** Random letters and digits. */
  public String random() {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The user of a token. The time this takes reveals nothing about the existing tokens. */
  public Optional<User> user(String token) {
    byte[] digest = Digest.SHA_256.of(token);
    Optional<User> user = Optional.empty();
    for (Known candidate : known) {
      if (MessageDigest.isEqual(candidate.digest, digest)) {
        user = Optional.of(candidate.user);
      }
    }
    return user;
  }
}
