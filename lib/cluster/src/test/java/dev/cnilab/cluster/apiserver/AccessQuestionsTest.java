package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Questions about what somebody may do. */
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
  void a_question_about_a_namespace_is_answered_in_that_namespace_only() {
    String path = "/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews";

    assertThat(review(path, "default").at("/status/allowed").isBoolean()).isTrue();
    assertThat(review(path, "elsewhere").path("message").asText())
        .endsWith(
            "spec.resourceAttributes.namespace: Invalid value: \"elsewhere\": must match"
                + " metadata.namespace");
  }

  @Test
  void nobody_can_not_be_asked_about() {
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
  void questions_that_ask_nothing_are_refused() {
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
