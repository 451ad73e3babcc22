package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that are refused, or are none. */
class TokenRefusalTest extends TokenServer {
  @Test
  void a_modified_token_for_another_audience_is_invalid() {
    account("changed");
    String token = token("changed", "{\"audiences\":[\"vault\"]}");
    String[] parts = token.split("\\.", -1);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(decoded(parts[1]), StandardCharsets.UTF_8)
                    .replace("vault", "vaulx")
                    .getBytes(StandardCharsets.UTF_8));

    assertThat(review(parts[0] + "." + other + "." + parts[2]).path("error").asText())
        .isEqualTo("[invalid bearer token, invalid bearer token]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"expirationSeconds\":30} | 422 | TokenRequest.authentication.k8s.io \"\" is invalid:"
            + " spec.expirationSeconds: Invalid value: 30: may not specify a duration less than 10"
            + " minutes",
        "{\"expirationSeconds\":4294967297} | 422 | TokenRequest.authentication.k8s.io \"\" is"
            + " invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a"
            + " duration larger than 2^32 seconds",
        "{\"expirationSeconds\":\"long\"} | 400 | TokenRequest in version \"v1\" cannot be handled"
            + " as a TokenRequest: json: cannot unmarshal string into Go struct field"
            + " TokenRequestSpec.spec.expirationSeconds of type int64",
        "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"none\"}} | 404 |"
            + " pods \"none\" not found",
        "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"c\"}} | 400 |"
            + " cannot bind token to object of type v1, Kind=ConfigMap",
        "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"kept\",\"uid\":\"other\"}}"
            + " | 409 | Operation cannot be fulfilled on Secret \"kept\": the UID in the bound"
            + " object reference (other) does not match the UID in record. The object might have"
            + " been deleted and then recreated",
      })
  void an_invalid_token_request_is_rejected(String spec, int code, String words) {
    if (server.get(CORE + "secrets/kept").statusCode() == 404) {
      create(ResourceTypes.SECRETS, "kept");
    }

    HttpResponse<String> response = request("default", spec);

    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(Json.parse(response.body()).path("message").asText()).isEqualTo(words);
  }

  @Test
  void a_token_bound_to_a_pod_of_another_account_is_rejected() {
    account("other");
    create(ResourceTypes.PODS, "foreign");

    HttpResponse<String> response =
        request(
            "other",
            "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"foreign\"}}");

    assertThat(response.body())
        .contains(
            "cannot bind token for serviceaccount \\\"other\\\" to pod running with different"
                + " serviceaccount name.");
  }

  @Test
  void a_token_for_another_audience_is_invalid_at_the_api_server() {
    String token = token("default", "{\"audiences\":[\"vault\"]}");

    assertThat(use(token)).isEqualTo(401);
    assertThat(review(token).path("authenticated").asBoolean()).isFalse();
    JsonNode asked = review(token, ",\"audiences\":[\"vault\",\"others\"]");
    assertThat(asked.path("authenticated").asBoolean()).isTrue();
    assertThat(asked.path("audiences").toString()).isEqualTo("[\"vault\"]");
  }

  @Test
  void a_forged_token_is_401() {
    String[] parts = token("default", "{}").split("\\.");
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("default:default", "kube-system:default");
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));

    assertThat(use(parts[0] + "." + forged + "." + parts[2])).isEqualTo(401);
    assertThat(use(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
    assertThat(use("eyJhbGciOiJub25lIn0." + parts[1] + ".")).isEqualTo(401);
  }
}
