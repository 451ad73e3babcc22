package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Secret for a service account's token gets one, and is deleted with the account. */
class TokenControllerTest {
  private static final String SECRET =
      "{metadata: {name: robot, namespace: default, annotations:"
          + " {kubernetes.io/service-account.name: robot}}, type:"
          + " kubernetes.io/service-account-token}";

  @AutoClose private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = new ControlPlane();
  }

  private void account() {
    plane.create(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: robot, namespace: default}}");
  }

  private Optional<KubeObject> secret() {
    return plane.call(api -> api.find(ResourceTypes.SECRETS, "default", "robot"));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  @Test
  void a_token_secret_is_filled_with_token_namespace_and_authority() {
    account();
    plane.create(ResourceTypes.SECRETS, SECRET);
    plane.pass(Duration.ofSeconds(1));

    KubeObject filled = secret().orElseThrow();
    assertThat(decoded(filled.text("/data/namespace"))).isEqualTo("default");
    assertThat(decoded(filled.text("/data/ca.crt"))).isEqualTo("root");
    assertThat(filled.annotations()).containsKey("kubernetes.io/service-account.uid");
    String claims = decoded(filled.text("/data/token")).split("\\.")[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"sub\":\"system:serviceaccount:default:robot\"")
        .contains("\"secret\":{\"name\":\"robot\",\"uid\":\"" + filled.uid() + "\"}");
  }

  @Test
  void a_token_removed_from_its_secret_is_restored() {
    account();
    plane.create(ResourceTypes.SECRETS, SECRET);
    plane.pass(Duration.ofSeconds(1));

    plane.run(
        api ->
            api.update(
                ResourceTypes.SECRETS,
                secret().orElseThrow().edit(json -> json.withObject("/data").remove("token"))));
    plane.pass(Duration.ofSeconds(1));

    assertThat(secret().orElseThrow().text("/data/token")).isNotEmpty();
  }

  @Test
  void a_token_secret_without_its_account_is_deleted() {
    plane.create(ResourceTypes.SECRETS, SECRET);
    plane.pass(Duration.ofSeconds(1));
    assertThat(secret()).isEmpty();

    account();
    plane.create(ResourceTypes.SECRETS, SECRET);
    plane.pass(Duration.ofSeconds(1));
    assertThat(secret()).isPresent();
    plane.run(
        api ->
            api.delete(
                ResourceTypes.SERVICE_ACCOUNTS, "default", "robot", DeleteOptions.background()));
    plane.pass(Duration.ofSeconds(1));
    assertThat(secret()).isEmpty();
  }
}
