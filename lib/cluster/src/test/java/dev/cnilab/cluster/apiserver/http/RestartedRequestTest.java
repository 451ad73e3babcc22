package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.RestApi;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that starts again once a webhook has answered. */
class RestartedRequestTest {
  private static final String HOOK =
      """
      {apiVersion: admissionregistration.k8s.io/v1, metadata: {name: hook}, webhooks: [
        {name: hook.example.com, sideEffects: None, admissionReviewVersions: [v1],
         clientConfig: {url: 'https://10.0.0.1/'}, rules: [
           {apiGroups: [''], apiVersions: [v1], operations: [CREATE],
            resources: [pods, services]}]}]}
      """;

  @Test
  void a_restarted_request_stores_the_generated_names_shown_to_the_webhook() throws Exception {
    Made made =
        create(
            "pods",
            "{\"metadata\":{\"generateName\":\"p-\"},"
                + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");

    assertThat(made.shown().at("/spec/volumes/0/name").asText()).startsWith("kube-api-access-");
    assertThat(made.stored().at("/spec")).isEqualTo(made.shown().at("/spec"));
    assertThat(made.stored().at("/metadata/name")).isEqualTo(made.shown().at("/metadata/name"));
    assertThat(made.stored().at("/metadata/uid")).isEqualTo(made.shown().at("/metadata/uid"));
  }

  @Test
  void a_restarted_request_stores_the_address_and_port_shown_to_the_webhook() throws Exception {
    Made made =
        create(
            "services",
            "{\"metadata\":{\"name\":\"s\"},"
                + "\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}");

    assertThat(made.shown().at("/spec/ports/0/nodePort").asInt()).isGreaterThanOrEqualTo(30_000);
    assertThat(made.stored().at("/spec")).isEqualTo(made.shown().at("/spec"));
  }

  /** What a webhook was shown, and what was stored afterwards. */
  private record Made(JsonNode shown, JsonNode stored) {}

  private static Made create(String plural, String object) throws Exception {
    try (BareServer server = new BareServer(HttpLimits.standard())) {
      server.put(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: default}}");
      server.put(ResourceTypes.VALIDATING_WEBHOOKS, HOOK);
      RestApi api = new RestApi(server.core());
      RestRequest request = request(plural, object);

      WebhookCall call =
          ((Reply.Consulting) server.loop().call(() -> api.answer(request))).calls().getFirst();
      Map<String, WebhookAnswer> said =
          Map.of(call.key(), new WebhookAnswer.Reviewed(Json.parse("{\"allowed\":true}")));
      RestRequest again = request.with(request.verdicts().with(said));
      Reply.Document stored = (Reply.Document) server.loop().call(() -> api.answer(again));

      assertThat(stored.code()).isEqualTo(201);
      return new Made(call.review().at("/request/object"), stored.json());
    }
  }

  private static RestRequest request(String plural, String object) {
    return new RestRequest(
        "POST",
        List.of("api", "v1", "namespaces", "default", plural),
        new Query(Map.of()),
        "application/json",
        "application/json",
        new RequestBody(object.getBytes(StandardCharsets.UTF_8)),
        "test",
        User.apiServer(),
        new ArrayList<>(),
        Verdicts.none());
  }
}
