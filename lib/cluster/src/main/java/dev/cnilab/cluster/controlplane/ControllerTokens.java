package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The tokens of the controllers' own service accounts, for {@code
 * --use-service-account-credentials}: each is requested on first use, and again when most of its
 * lifetime is over.
 */
final class ControllerTokens {
  private static final Duration TIME = Duration.ofHours(1);

  private final ApiClient client;
  private final InstantSource clock;
  private final Map<String, Token> tokens = new HashMap<>();

  private record Token(Credential credential, Instant refresh) {}

  /**
   * Without tokens.
   *
   * @param client of the manager itself
   */
  ControllerTokens(ApiClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  Credential of(String account) {
    Token known = tokens.get(account);
    if (known == null || !known.refresh().isAfter(clock.instant())) {
      known = request(account);
      tokens.put(account, known);
    }
    return known.credential();
  }

  private Token request(String account) {
    KubeObject wanted =
        KubeObject.of(Json.object())
            .edit(json -> json.putObject("spec").put("expirationSeconds", TIME.toSeconds()));
    String token =
        client
            .createSubresource(
                ResourceTypes.SERVICE_ACCOUNTS, "kube-system", account, "token", wanted)
            .text("/status/token");
    return new Token(
        new Credential.Token(token), clock.instant().plus(TIME.multipliedBy(4).dividedBy(5)));
  }
}
