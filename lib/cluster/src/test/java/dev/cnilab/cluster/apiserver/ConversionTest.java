package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects of custom kinds are converted by the webhook that their definition names. */
class ConversionTest {
  private static final CustomKind V2 =
      CustomKind.of(
              Yaml.object(
                  """
                  {metadata: {name: boxes.example.com}, spec: {group: example.com, scope: Namespaced,
                  names: {plural: boxes, kind: Box}, versions: [
                  {name: v2, served: true}, {name: v1, served: true, storage: true}],
                  conversion: {strategy: Webhook, webhook: {clientConfig: {service: {namespace: n,
                  name: s, path: /c}}}}}}\
                  """))
          .getFirst();
  private static final KubeObject KEPT =
      Yaml.object(
          "{apiVersion: example.com/v1, kind: Box, metadata: {name: b, uid: u, labels: {a: b}},"
              + " hostPort: 'x:1'}");
  private static final KubeObject NEW =
      Yaml.object("{apiVersion: example.com/v2, kind: Box, metadata: {name: c}, host: y}");

  private static WebhookCall call() {
    return catchThrowableOfType(
            AnswersWanted.class, () -> Conversion.to(V2, List.of(NEW, KEPT), Verdicts.none()))
        .calls()
        .getFirst();
  }

  private static List<KubeObject> converted(String response) {
    return Conversion.to(
        V2,
        List.of(NEW, KEPT),
        Verdicts.none()
            .with(Map.of(call().key(), new WebhookAnswer.Reviewed(Json.parse(response)))));
  }

  @Test
  void the_webhook_is_sent_only_the_objects_of_other_versions() {
    ObjectNode request = (ObjectNode) call().review().path("request");

    assertThat(request.path("desiredAPIVersion").asText()).isEqualTo("example.com/v2");
    assertThat(request.path("objects")).containsExactly(KEPT.json());
  }

  @Test
  void a_converted_object_replaces_all_but_metadata_and_may_change_labels() {
    List<KubeObject> objects =
        converted(
            """
            {"result": {"status": "Success"}, "convertedObjects": [{"apiVersion": "example.com/v2",
             "kind": "Box", "metadata": {"name": "else", "labels": {"c": "d"}}, "host": "x"}]}\
            """);

    assertThat(objects.getFirst()).isEqualTo(NEW);
    assertThat(objects.getLast().text("/host")).isEqualTo("x");
    assertThat(objects.getLast().at("/metadata").toString())
        .isEqualTo("{\"name\":\"b\",\"uid\":\"u\",\"labels\":{\"c\":\"d\"}}");
  }

  @Test
  void a_failure_of_the_conversion_webhook_is_reported() {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class,
            () -> converted("{\"result\": {\"status\": \"Failure\", \"message\": \"no\"}}"));

    assertThat(refused.status().message())
        .isEqualTo("conversion webhook for example.com/v1, Kind=Box failed: no");
  }

  @Test
  void a_conversion_result_that_is_no_object_or_too_deep_is_rejected() {
    String deep = "{\"a\":".repeat(501) + "1" + "}".repeat(501);

    assertThat(refusal(deep)).contains("failed: json parse error: exceeded max depth");
    assertThat(refusal("true")).contains("failed: json: cannot unmarshal bool into");
  }

  private static String refusal(String converted) {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class,
            () ->
                converted(
                    "{\"result\": {\"status\": \"Success\"}, \"convertedObjects\": [%s]}"
                        .formatted(converted)));
    assertThat(refused.status().code()).isEqualTo(500);
    return refused.status().message();
  }

  @Test
  void a_restarted_request_finds_the_answer_to_its_earlier_conversion() {
    KubeObject first = Yaml.object(BOX.formatted("u1", "x:1"));
    KubeObject again = Yaml.object(BOX.formatted("u2", "x:1"));

    assertThat(keyOf(again)).isEqualTo(keyOf(first));
    assertThat(keyOf(Yaml.object(BOX.formatted("u1", "y:1")))).isNotEqualTo(keyOf(first));
  }

  private static final String BOX =
      "{apiVersion: example.com/v1, kind: Box, metadata: {name: b, uid: %s}, hostPort: '%s'}";

  private static String keyOf(KubeObject object) {
    return catchThrowableOfType(
            AnswersWanted.class, () -> Conversion.to(V2, object, Verdicts.none()))
        .calls()
        .getFirst()
        .key();
  }
}
