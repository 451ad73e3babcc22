package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Questions about what a user may do. */
class AccessQuestionsTest extends OddRequests {
  private static JsonNode review(String path, String namespace) {
    return send(
        "POST",
        path,
        """
        {"spec": {"user": "anna", "resourceAttributes":
          {"namespace": "%s", "verb": "get", "resource": "pods"}}}\
        """
            .formatted(namespace));
  }

  @Test
  void a_local_access_review_is_answered_only_in_its_own_namespace() {
    String path = "/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews";

    assertThat(review(path, "default").at("/status/allowed").isBoolean()).isTrue();
    assertThat(review(path, "elsewhere").path("message").asText())
        .endsWith(
            "spec.resourceAttributes.namespace: Invalid value: \"elsewhere\": must match"
                + " metadata.namespace");
  }

  @Test
  void an_access_review_needs_a_user_or_group() {
    assertThat(
            send(
                    "POST",
                    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                    "{\"spec\": {\"nonResourceAttributes\": {\"path\": \"/\", \"verb\":"
                        + " \"get\"}}}")
                .path("message")
                .asText())
        .endsWith(
            "spec.user: Invalid value: \"\": at least one of user or group must be specified");
  }

  @Test
  void empty_reviews_are_rejected() {
    String attributes =
        "spec: Invalid value: %s: exactly one of nonResourceAttributes or resourceAttributes must"
            + " be specified";
    assertThat(asked("authorization.k8s.io/v1/selfsubjectaccessreviews", "{\"spec\": {}}"))
        .isEqualTo(".authorization.k8s.io \"\" is invalid: " + attributes.formatted("null"));
    assertThat(
            asked(
                "authorization.k8s.io/v1/subjectaccessreviews",
                "{\"spec\": {\"user\": \"a\", \"resourceAttributes\": {\"verb\": \"get\"},"
                    + " \"nonResourceAttributes\": {\"path\": \"/\", \"verb\": \"get\"}}}"))
        .endsWith(attributes.formatted("{\"Path\":\"/\",\"Verb\":\"get\"}"));
    assertThat(asked("authorization.k8s.io/v1/selfsubjectrulesreviews", "{\"spec\": {}}"))
        .isEqualTo("no namespace on request");
    assertThat(asked("authentication.k8s.io/v1/tokenreviews", "{\"spec\": {}}"))
        .isEqualTo("token is required for TokenReview in authentication");
  }

  private static String asked(String path, String body) {
    return send("POST", "/apis/" + path, body).path("message").asText();
  }
}
