package dev.cnilab.cluster.apiserver.authorization;

import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens with which a kubelet asks for its first certificate: Secrets in {@code kube-system}. After
 * Kubernetes' {@code plugin/pkg/auth/authenticator/token/bootstrap}.
 */
public final class BootstrapTokens {
  private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
  private static final Pattern GROUP =
      Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
  private static final String TYPE = "bootstrap.kubernetes.io/token";

  private final ObjectStore store;
  private final InstantSource clock;
  private boolean enabled;

  public BootstrapTokens(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Accepts them, or none. */
  public void enable(boolean accepted) {
    enabled = accepted;
  }

  /** The user of a token. On the loop only. */
  public Optional<User> user(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!enabled || !parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1);
    return store
        .find(ResourceTypes.SECRETS, "kube-system", "bootstrap-token-" + id)
        .filter(secret -> secret.text("/type").equals(TYPE))
        .filter(secret -> secret.text("/metadata/deletionTimestamp").isEmpty())
        .filter(secret -> equal(value(secret, "token-secret"), parts.group(2)))
        .filter(secret -> value(secret, "token-id").equals(id))
        .filter(secret -> !isExpired(value(secret, "expiration")))
        .filter(secret -> value(secret, "usage-bootstrap-authentication").equals("true"))
        .flatMap(secret -> groups(value(secret, "auth-extra-groups")))
        .map(groups -> new User("system:bootstrap:" + id, groups));
  }

  private static String value(KubeObject secret, String key) {
    return Base64Text.decoded(secret.text("/data/" + key));
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A time that cannot be read has passed. */
  private boolean isExpired(String expiration) {
    try {
      return !expiration.isEmpty() && !clock.instant().isBefore(Instant.parse(expiration));
    } catch (DateTimeException unreadable) {
      return true;
    }
  }

  /** In their order, each once; empty if one of them is not a bootstrap group. */
  private static Optional<List<String>> groups(String extra) {
    Set<String> groups = new TreeSet<>(Set.of("system:bootstrappers"));
    for (String group : extra.isEmpty() ? new String[0] : extra.split(",", -1)) {
      if (!GROUP.matcher(group).matches()) {
        return Optional.empty();
      }
      groups.add(group);
    }
    List<String> all = new ArrayList<>(groups);
    all.add("system:authenticated");
    return Optional.of(List.copyOf(all));
  }
}
