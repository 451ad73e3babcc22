package dev.cnilab.cluster.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTokensTest {
  private static final String TOKEN = "abcdef.0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final ObjectStore store = new ObjectStore(100, Throwable::printStackTrace);
  private final BootstrapTokens tokens = new BootstrapTokens(store, () -> NOW);
  private final ObjectNode secret = Json.object();

  BootstrapTokensTest() {
    tokens.enable(true);
    secret
        .put("apiVersion", "v1")
        .put("kind", "Secret")
        .put("type", "bootstrap.kubernetes.io/token");
    secret
        .putObject("metadata")
        .put("namespace", "kube-system")
        .put("name", "bootstrap-token-abcdef");
    set("token-id", "abcdef");
    set("token-secret", "0123456789abcdef");
    set("usage-bootstrap-authentication", "true");
  }

  private void set(String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    secret.withObject("/data").put(key, Base64.getEncoder().encodeToString(bytes));
  }

  private List<String> groups() {
    store.put(ResourceTypes.SECRETS, KubeObject.of(secret));
    return tokens.user(TOKEN).map(User::groups).orElse(List.of());
  }

  @Test
  void a_bootstrap_token_authenticates_a_bootstrap_user_only_while_enabled() {
    assertThat(groups()).containsExactly("system:bootstrappers", "system:authenticated");
    assertThat(tokens.user(TOKEN)).map(User::name).contains("system:bootstrap:abcdef");
    tokens.enable(false);
    assertThat(tokens.user(TOKEN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "expiration, 2026-01-01T11:59:59Z",
    "expiration, 2026-01-01T12:00:00Z",
    "expiration, tomorrow",
    "usage-bootstrap-authentication, false",
    "usage-bootstrap-authentication, TRUE",
    "token-id, abcdeg",
    "token-secret, 0123456789abcdeg",
    "auth-extra-groups, system:masters",
    "auth-extra-groups, 'system:bootstrappers:a,'",
  })
  void a_bootstrap_token_with_a_wrong_value_is_invalid(String key, String value) {
    set(key, value);
    assertThat(groups()).isEmpty();
  }

  @Test
  void a_secret_of_another_type_is_not_a_bootstrap_token() {
    secret.put("type", "Opaque");
    assertThat(groups()).isEmpty();
  }

  @Test
  void a_bootstrap_token_that_expires_later_is_valid() {
    set("expiration", "2026-01-01T12:00:01Z");
    assertThat(groups()).isNotEmpty();
  }

  @Test
  void the_groups_of_a_bootstrap_token_are_sorted_and_unique() {
    set(
        "auth-extra-groups",
        "system:bootstrappers:b,system:bootstrappers:a,system:bootstrappers:b");
    assertThat(groups())
        .containsExactly(
            "system:bootstrappers",
            "system:bootstrappers:a",
            "system:bootstrappers:b",
            "system:authenticated");
  }
}
