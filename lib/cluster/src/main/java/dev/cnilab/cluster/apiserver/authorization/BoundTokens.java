package dev.cnilab.cluster.apiserver.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Service account tokens. Nothing is stored about them: a token states its user, its expiry and the
 * object it is bound to, and each of these is looked up when the token is used. After Kubernetes'
 * {@code pkg/serviceaccount/claims.go}.
 */
public final class BoundTokens {
  /** The issuer of tokens, and their audience unless they name another. */
  public static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

  /** How long a token outlives the object it is bound to, as {@code jwt.DefaultLeeway}. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private static final Map<String, ResourceType> BINDABLE = bindable();

  private final ObjectStore store;
  private final InstantSource clock;
  private final SignedClaims signer;
  private final PublicClaims published;
  private long issued;

  public BoundTokens(ObjectStore store, InstantSource clock, byte[] secret) {
    this.store = store;
    this.clock = clock;
    this.signer = new SignedClaims(secret);
    this.published = new PublicClaims(secret);
  }

  private Optional<JsonNode> read(String token) {
    Optional<JsonNode> own = signer.read(token);
    return own.isPresent() || !token.startsWith(PublicClaims.HEADER_START)
        ? own
        : published.read(token);
  }

  /** The public keys with which others verify their tokens (RFC 7517). */
  public ObjectNode keySet() {
    return published.keySet();
  }

  /**
   * What is known of a token.
   *
   * @param error why it is invalid, "" if it is valid
   * @param audiences whom it is for
   */
  public record Finding(Optional<User> user, String error, List<String> audiences) {
    static Finding refused(String error) {
      return new Finding(Optional.empty(), error, List.of());
    }
  }

  /**
   * A token.
   *
   * @param warnAfter a use after this time shows that nobody renews it; empty if its lifetime was
   *     not extended
   * @param bound the object that it is bound to
   */
  public String issue(
      KubeObject account,
      List<String> audiences,
      Instant expiry,
      Optional<Instant> warnAfter,
      Optional<KubeObject> bound) {
    Instant now = clock.instant();
    ObjectNode claims = Json.object();
    audiences.forEach(claims.putArray("aud")::add);
    claims
        .put("exp", expiry.getEpochSecond())
        .put("iat", now.getEpochSecond())
        .put("iss", AUDIENCE)
        .put("jti", identity(claims));
    ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", account.namespace());
    bound.flatMap(this::nodeOf).ifPresent(node -> reference(kubernetes.putObject("node"), node));
    bound.ifPresent(
        object ->
            BINDABLE.forEach(
                (kind, type) -> {
                  if (type.kind().equals(object.kind())) {
                    reference(kubernetes.putObject(kind), object);
                  }
                }));
    reference(kubernetes.putObject("serviceaccount"), account);
    warnAfter.ifPresent(time -> kubernetes.put("warnafter", time.getEpochSecond()));
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + account.namespace() + ":" + account.name());
    return audiences.equals(List.of(AUDIENCE)) ? signer.sign(claims) : published.sign(claims);
  }

  /** The node of a pod: the pod's token names it too. */
  private Optional<KubeObject> nodeOf(KubeObject bound) {
    return bound.kind().equals("Pod")
        ? store.find(ResourceTypes.NODES, "", bound.text("/spec/nodeName"))
        : Optional.empty();
  }

  /** A unique ID of the token, in the form of a random UUID. */
  private String identity(ObjectNode claims) {
    UUID digest = UUID.nameUUIDFromBytes((claims + " " + issued++).getBytes(UTF_8));
    long version4 = (digest.getMostSignificantBits() & ~0xF000L) | 0x4000L;
    return new UUID(version4, digest.getLeastSignificantBits()).toString();
  }

  /** The user of a token, if it is meant for the API server. On the loop only. */
  public Optional<User> user(String token) {
    Finding finding = examine(token);
    return finding.audiences().contains(AUDIENCE) ? finding.user() : Optional.empty();
  }

  /** Examines a token, whatever its audience. On the loop only. */
  public Finding examine(String token) {
    Optional<JsonNode> claims = read(token);
    if (claims.isEmpty()) {
      return Finding.refused("invalid bearer token");
    }
    if (!clock.instant().isBefore(Instant.ofEpochSecond(claims.get().path("exp").asLong()))) {
      return Finding.refused("service account token has expired");
    }
    JsonNode kubernetes = claims.get().path("kubernetes.io");
    String namespace = kubernetes.path("namespace").asText();
    Optional<String> lost =
        lost(ResourceTypes.SERVICE_ACCOUNTS, namespace, kubernetes.path("serviceaccount"));
    for (Map.Entry<String, ResourceType> kind : BINDABLE.entrySet()) {
      boolean onlyTold = kind.getKey().equals("node") && kubernetes.has("pod");
      if (lost.isEmpty() && kubernetes.has(kind.getKey()) && !onlyTold) {
        lost = lost(kind.getValue(), namespace, kubernetes.path(kind.getKey()));
      }
    }
    if (lost.isPresent()) {
      return Finding.refused(lost.get());
    }
    List<String> audiences = new ArrayList<>();
    claims.get().path("aud").forEach(audience -> audiences.add(audience.asText()));
    return new Finding(Optional.of(user(namespace, claims.get())), "", audiences);
  }

  /** Why an object that a token is bound to is gone. */
  private Optional<String> lost(ResourceType type, String namespace, JsonNode reference) {
    String name = reference.path("name").asText();
    String home = type.namespaced() ? namespace : "";
    Optional<KubeObject> found = store.find(type, home, name);
    if (found.isEmpty() || !found.get().uid().equals(reference.path("uid").asText())) {
      return Optional.of("service account token has been invalidated");
    }
    String deletion = found.get().text("/metadata/deletionTimestamp");
    boolean late =
        !deletion.isEmpty() && Instant.parse(deletion).isBefore(clock.instant().minus(LEEWAY));
    return late ? Optional.of("service account token has been invalidated") : Optional.empty();
  }

  private static User user(String namespace, JsonNode claims) {
    JsonNode kubernetes = claims.path("kubernetes.io");
    JsonNode account = kubernetes.path("serviceaccount");
    Map<String, List<String>> extra = new LinkedHashMap<>();
    if (claims.has("jti")) {
      extra.put(
          "authentication.kubernetes.io/credential-id",
          List.of("JTI=" + claims.path("jti").asText()));
    }
    for (String kind : List.of("node", "pod")) {
      if (kubernetes.has(kind)) {
        String key = "authentication.kubernetes.io/" + kind;
        extra.put(key + "-name", List.of(kubernetes.path(kind).path("name").asText()));
        extra.put(key + "-uid", List.of(kubernetes.path(kind).path("uid").asText()));
      }
    }
    return User.serviceAccount(namespace, account.path("name").asText())
        .with(account.path("uid").asText(), extra);
  }

  private static void reference(ObjectNode claim, KubeObject object) {
    claim.put("name", object.name()).put("uid", object.uid());
  }

  private static Map<String, ResourceType> bindable() {
    Map<String, ResourceType> types = new LinkedHashMap<>();
    types.put("node", ResourceTypes.NODES);
    types.put("pod", ResourceTypes.PODS);
    types.put("secret", ResourceTypes.SECRETS);
    return types;
  }
}
