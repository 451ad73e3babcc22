package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service account's token ends with its lifetime, its account, and the object it is bound to. */
class TokenTest extends TokenServer {
  @Test
  void a_token_expires() {
    account("brief");
    String token = token("brief", "{\"expirationSeconds\":600}");

    assertThat(use(token)).isEqualTo(403);
    server.loop().advance(Duration.ofSeconds(599));
    assertThat(use(token)).isEqualTo(403);
    server.loop().advance(Duration.ofSeconds(1));
    assertThat(use(token)).isEqualTo(401);
    assertThat(review(token).path("error").asText())
        .isEqualTo("[invalid bearer token, service account token has expired]");
  }

  @Test
  void a_token_for_another_audience_verifies_with_the_published_key() throws Exception {
    account("known");
    String token = token("known", "{\"audiences\":[\"vault\"]}");
    JsonNode issuer = Json.parse(server.get("/.well-known/openid-configuration").body());
    JsonNode key = Json.parse(server.get("/openid/v1/jwks").body()).at("/keys/0");
    String[] parts = token.split("\\.", -1);

    assertThat(issuer.path("issuer").asText())
        .isEqualTo("https://kubernetes.default.svc.cluster.local");
    assertThat(issuer.path("jwks_uri").asText()).endsWith("/openid/v1/jwks");
    assertThat(Json.parse(new String(decoded(parts[0]), StandardCharsets.UTF_8)))
        .isEqualTo(Json.object().put("alg", "ES256").put("kid", key.path("kid").asText()));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(key));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(decoded(parts[2]))).isTrue();
    assertThat(use(token)).isEqualTo(401); // it is not for the API server
  }

  private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    new BigInteger(1, decoded(key.path("x").asText())),
                    new BigInteger(1, decoded(key.path("y").asText()))),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  @Test
  void a_token_is_invalid_after_its_account_is_deleted_and_recreated() {
    account("leaving");
    String token = token("leaving", "{}");
    assertThat(use(token)).isEqualTo(403);

    delete("serviceaccounts/leaving");
    assertThat(use(token)).isEqualTo(401);
    account("leaving");
    assertThat(use(token)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"Pod,pods", "Secret,secrets", "Node,nodes"})
  void a_token_is_invalid_after_its_bound_object_is_deleted(String kind, String plural) {
    ResourceType type =
        Samples.types().stream().filter(t -> t.plural().equals(plural)).findFirst().orElseThrow();
    KubeObject object = create(type, "bound");
    String token =
        token(
            "default",
            "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"name\":\"bound\",\"uid\":\"%s\"}}"
                .formatted(kind, object.uid()));
    assertThat(use(token)).isEqualTo(403);

    delete(type.namespaced() ? plural + "/bound" : "../../nodes/bound");
    assertThat(use(token)).isEqualTo(401);
    create(type, "bound");
    assertThat(use(token)).isEqualTo(401);
    assertThat(review(token).path("authenticated").asBoolean()).isFalse();
  }

  @Test
  void an_extended_token_has_a_warnafter_claim() {
    JsonNode extended = claims(token("default", "{\"expirationSeconds\":3607}"));
    JsonNode plain = claims(token("default", "{\"expirationSeconds\":3600}"));

    assertThat(extended.at("/kubernetes.io/warnafter").asLong() - extended.path("iat").asLong())
        .isEqualTo(3607);
    assertThat(plain.path("kubernetes.io").has("warnafter")).isFalse();
  }

  @Test
  void a_token_requested_for_3607_seconds_is_extended_to_a_year() {
    HttpResponse<String> response = request("default", "{\"expirationSeconds\":3607}");
    JsonNode status = Json.parse(response.body()).path("status");
    String claims =
        new String(
            Base64.getUrlDecoder().decode(status.path("token").asText().split("\\.")[1]),
            StandardCharsets.UTF_8);
    JsonNode times = Json.parse(claims);

    assertThat(times.path("exp").asLong() - times.path("iat").asLong())
        .isEqualTo(Duration.ofDays(365).toSeconds());
  }

  @Test
  void a_token_has_a_unique_id_and_names_the_node_of_its_pod() {
    KubeObject node = create(ResourceTypes.NODES, "home");
    server.call(
        () ->
            server
                .client()
                .create(
                    ResourceTypes.PODS,
                    Samples.of(ResourceTypes.PODS, "housed")
                        .edit(json -> json.withObject("/spec").put("nodeName", "home"))));
    String spec =
        "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"housed\"}}";

    JsonNode extra = review(token("default", spec)).at("/user/extra");
    JsonNode other = review(token("default", spec)).at("/user/extra");

    String identity = "authentication.kubernetes.io/credential-id";
    assertThat(extra.path("authentication.kubernetes.io/node-name").path(0).asText())
        .isEqualTo("home");
    assertThat(extra.path("authentication.kubernetes.io/node-uid").path(0).asText())
        .isEqualTo(node.uid());
    assertThat(extra.path(identity).path(0).asText())
        .matches("JTI=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(other.path(identity).path(0).asText());
    delete("../../nodes/home");
    assertThat(use(token("default", spec))).isEqualTo(403);
  }

  @Test
  void a_token_review_returns_the_account_and_the_pod() {
    KubeObject pod = create(ResourceTypes.PODS, "mine");
    String token =
        token(
            "default",
            "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"mine\"}}");

    JsonNode user = review(token).path("user");
    assertThat(user.path("username").asText()).isEqualTo("system:serviceaccount:default:default");
    assertThat(user.path("uid").asText())
        .isEqualTo(
            Json.parse(server.get(CORE + "serviceaccounts/default").body())
                .at("/metadata/uid")
                .asText());
    assertThat(user.path("extra").path("authentication.kubernetes.io/pod-uid").path(0).asText())
        .isEqualTo(pod.uid());
  }

  private static void delete(String path) {
    String where = path.startsWith("../../") ? "/api/v1/" + path.substring(6) : CORE + path;
    assertThat(server.send("DELETE", where, JSON, "").statusCode()).isEqualTo(200);
  }
}
