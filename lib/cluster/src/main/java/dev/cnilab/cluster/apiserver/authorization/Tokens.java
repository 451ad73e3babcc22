package dev.cnilab.cluster.apiserver.authorization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bearer tokens and whose they are. From any thread. */
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
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    known.add(new Known(digest(token), user));
    return token;
  }

  /** Whose token it is. How long the answer takes tells nothing about the tokens there are. */
  public Optional<User> user(String token) {
    byte[] digest = digest(token);
    Optional<User> user = Optional.empty();
    for (Known candidate : known) {
      if (MessageDigest.isEqual(candidate.digest, digest)) {
        user = Optional.of(candidate.user);
      }
    }
    return user;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
