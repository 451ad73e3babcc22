package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may act as another. */
class ImpersonationTest extends LimitedUsers {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Impersonate-User | joe | | | users \"joe\" is forbidden: User"
            + " \"system:serviceaccount:default:impersonator\" cannot impersonate resource"
            + " \"users\" in API group \"\" at the cluster scope",
        "Impersonate-User | jane | Impersonate-Group | system:masters | groups \"system:masters\""
            + " is forbidden: User \"system:serviceaccount:default:impersonator\" cannot"
            + " impersonate resource \"groups\" in API group \"\" at the cluster scope",
        "Impersonate-User | system:serviceaccount:default:maker | | | serviceaccounts \"maker\" is"
            + " forbidden: User \"system:serviceaccount:default:impersonator\" cannot impersonate"
            + " resource \"serviceaccounts\" in API group \"\" in the namespace \"default\"",
        "Impersonate-User | jane | Impersonate-Uid | 1 | uids.authentication.k8s.io \"1\" is"
            + " forbidden: User \"system:serviceaccount:default:impersonator\" cannot impersonate"
            + " resource \"uids\" in API group \"authentication.k8s.io\" at the cluster scope",
        "Impersonate-User | jane | Impersonate-Extra-Scope | all | userextras.authentication.k8s.io"
            + " \"all\" is forbidden: User \"system:serviceaccount:default:impersonator\" cannot"
            + " impersonate resource \"userextras/scope\" in API group \"authentication.k8s.io\" at"
            + " the cluster scope",
      })
  void each_impersonation_header_needs_its_right(
      String header, String value, String second, String secondValue, String words) {
    HttpRequest.Builder request = request("impersonator", "GET", ROLES, "").header(header, value);
    if (second != null) {
      request.header(second, secondValue);
    }

    refused(server.send(request.build()), words);
  }

  @Test
  void an_impersonator_has_only_the_rights_of_the_impersonated_user() {
    HttpResponse<String> response =
        server.send(
            request(
                    "impersonator",
                    "POST",
                    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                    "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}")
                .header("Impersonate-User", "jane")
                .header("Impersonate-Group", "team")
                .build());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(Json.parse(response.body()).at("/status/allowed").asBoolean()).isFalse();
  }
}
