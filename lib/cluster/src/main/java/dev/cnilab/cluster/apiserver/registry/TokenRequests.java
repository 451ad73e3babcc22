package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.BoundTokens;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers TokenRequests, in the words of {@code pkg/registry/core/serviceaccount/storage}. */
final class TokenRequests {
  private static final ResourceType TYPE =
      ResourceType.namespaced("authentication.k8s.io", "v1", "TokenRequest", "");
  private static final long DEFAULT_SECONDS = 3600;
  private static final long LEAST_SECONDS = 600;
  private static final long MOST_SECONDS = 1L << 32;

  /**
   * The lifetime that a pod's own volume asks for. Such a token is valid for a year, because some
   * clients read it only once; the answer still says an hour, so kubelets renew it (KEP-1205).
   */
  private static final long EXTENDED_SECONDS = 3607;

  private static final Duration EXTENSION = Duration.ofDays(365);

  private final ObjectStore store;
  private final BoundTokens tokens;

  TokenRequests(ObjectStore store, BoundTokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  /**
   * The request with a token in its status.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 for a time that is too short or too long,
   *     404 or 409 if the object it is bound to does not exist
   */
  KubeObject answer(KubeObject account, KubeObject body, Instant now) {
    ObjectNode request = SubresourceBodies.read("authentication.v1.TokenRequest", body);
    long seconds = request.at("/spec/expirationSeconds").asLong(DEFAULT_SECONDS);
    requireSensible(seconds);
    List<String> audiences = audiences(request);
    Optional<KubeObject> bound = bound(account, request.at("/spec/boundObjectRef"));
    boolean extended =
        seconds == EXTENDED_SECONDS && audiences.equals(List.of(BoundTokens.AUDIENCE));
    Instant expiry = now.plusSeconds(seconds);
    String token =
        extended
            ? tokens.issue(account, audiences, now.plus(EXTENSION), Optional.of(expiry), bound)
            : tokens.issue(account, audiences, expiry, Optional.empty(), bound);
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    request
        .withObject("/metadata")
        .put("name", account.name())
        .put("namespace", account.namespace())
        .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    ObjectNode spec = request.withObject("/spec").put("expirationSeconds", seconds);
    audiences.forEach(spec.putArray("audiences")::add);
    request
        .putObject("status")
        .put("token", token)
        .put("expirationTimestamp", expiry.truncatedTo(ChronoUnit.SECONDS).toString());
    return KubeObject.of(request);
  }

  private static void requireSensible(long seconds) {
    Optional<String> why =
        seconds < LEAST_SECONDS
            ? Optional.of("may not specify a duration less than 10 minutes")
            : seconds > MOST_SECONDS
                ? Optional.of("may not specify a duration larger than 2^32 seconds")
                : Optional.empty();
    if (why.isPresent()) {
      JsonNode value = com.fasterxml.jackson.databind.node.LongNode.valueOf(seconds);
      throw InvalidObject.of(
          TYPE, "", List.of(FieldError.invalid("spec.expirationSeconds", value, why.get())));
    }
  }

  private static List<String> audiences(ObjectNode request) {
    List<String> audiences = new ArrayList<>();
    request.at("/spec/audiences").forEach(audience -> audiences.add(audience.asText()));
    return audiences.isEmpty() ? List.of(BoundTokens.AUDIENCE) : audiences;
  }

  private Optional<KubeObject> bound(KubeObject account, JsonNode reference) {
    if (reference.isMissingNode()) {
      return Optional.empty();
    }
    String kind = reference.path("kind").asText("");
    String version = reference.path("apiVersion").asText("");
    ResourceType type =
        switch (version + " " + kind) {
          case "v1 Pod" -> ResourceTypes.PODS;
          case "v1 Secret" -> ResourceTypes.SECRETS;
          case "v1 Node" -> ResourceTypes.NODES;
          default ->
              throw ApiErrors.badRequest(
                  "cannot bind token to object of type " + version + ", Kind=" + kind);
        };
    String name = reference.path("name").asText("");
    KubeObject object =
        store
            .find(type, type.namespaced() ? account.namespace() : "", name)
            .orElseThrow(() -> ApiErrors.notFound(type, name));
    if (kind.equals("Pod") && !object.text("/spec/serviceAccountName").equals(account.name())) {
      throw ApiErrors.badRequest(
          "cannot bind token for serviceaccount \""
              + account.name()
              + "\" to pod running with different serviceaccount name.");
    }
    String uid = reference.path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw ApiErrors.conflict(
          ResourceType.namespaced("", "v1", kind, kind),
          name,
          "the UID in the bound object reference ("
              + uid
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
    return Optional.of(object);
  }
}
