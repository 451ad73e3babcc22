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
    String token = random();
    add(token, user);
    return token;
  }

  /** Makes a token that was made elsewhere a user's. */
  public void add(String token, User user) {
    known.add(new Known(digest(token), user));
  }

  /** Letters and digits nobody can guess. */
  public String random() {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
