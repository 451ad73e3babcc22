package dev.cnilab.cluster.controller.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fills Secrets of type {@code kubernetes.io/service-account-token} with a token of their account,
 * and deletes them with the account ({@code pkg/controller/serviceaccount/tokens_controller.go}).
 * The token is an API server token that is bound to its Secret and has the longest possible
 * lifetime, 136 years.
 */
public final class TokenController implements AutoCloseable {
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String NAME = "kubernetes.io/service-account.name";
  private static final String UID = "kubernetes.io/service-account.uid";
  private static final long LONGEST_SECONDS = 1L << 32;

  private final ApiClient client;
  private final String rootCertificate;
  private final ControlLoop control;

  /**
   * Starts the controller.
   *
   * @param rootCertificate in PEM
   */
  public TokenController(ControllerContext context, String rootCertificate) {
    this.client = context.client();
    this.rootCertificate = rootCertificate;
    this.control =
        context
            .controlLoop(this::reconcile)
            .watch(
                ResourceTypes.SECRETS,
                secret ->
                    secret.text("/type").equals(TYPE)
                        ? Stream.of(ObjectKey.of(secret))
                        : Stream.of())
            .watch(ResourceTypes.SERVICE_ACCOUNTS, this::secretsOf);
  }

  private Stream<ObjectKey> secretsOf(KubeObject account) {
    return client
        .list(ResourceTypes.SECRETS, account.namespace(), ListOptions.everything())
        .stream()
        .filter(secret -> secret.text("/type").equals(TYPE))
        .filter(secret -> account.name().equals(secret.annotations().get(NAME)))
        .map(ObjectKey::of);
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.SECRETS, key.namespace(), key.name())
        .filter(secret -> !secret.isTerminating())
        .ifPresent(this::reconcile);
  }

  private void reconcile(KubeObject secret) {
    String name = secret.annotations().getOrDefault(NAME, "");
    String uid = secret.annotations().getOrDefault(UID, "");
    Optional<KubeObject> account =
        client
            .find(ResourceTypes.SERVICE_ACCOUNTS, secret.namespace(), name)
            .filter(found -> uid.isEmpty() || uid.equals(found.uid()));
    if (account.isEmpty()) {
      client.delete(
          ResourceTypes.SECRETS, secret.namespace(), secret.name(), DeleteOptions.background());
    } else if (!isComplete(secret)) {
      client.update(ResourceTypes.SECRETS, completed(secret, account.get()));
    }
  }

  private boolean isComplete(KubeObject secret) {
    return secret.annotations().containsKey(UID)
        && secret.text("/data/ca.crt").equals(Base64Text.encoded(rootCertificate))
        && secret.text("/data/namespace").equals(Base64Text.encoded(secret.namespace()))
        && !secret.text("/data/token").isEmpty();
  }

  private KubeObject completed(KubeObject secret, KubeObject account) {
    String token = secret.text("/data/token");
    String known = token.isEmpty() ? Base64Text.encoded(token(secret, account)) : token;
    return secret.edit(
        json -> {
          json.withObject("/metadata").withObject("/annotations").put(UID, account.uid());
          json.withObject("/data")
              .put("ca.crt", Base64Text.encoded(rootCertificate))
              .put("namespace", Base64Text.encoded(secret.namespace()))
              .put("token", known);
        });
  }

  private String token(KubeObject secret, KubeObject account) {
    ObjectNode request = Json.object();
    ObjectNode spec = request.putObject("spec").put("expirationSeconds", LONGEST_SECONDS);
    spec.putObject("boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Secret")
        .put("name", secret.name())
        .put("uid", secret.uid());
    return client
        .createSubresource(
            ResourceTypes.SERVICE_ACCOUNTS,
            account.namespace(),
            account.name(),
            "token",
            KubeObject.of(request))
        .text("/status/token");
  }

  @Override
  public void close() {
    control.close();
  }
}
