package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.Yaml;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.definition.Definitions;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A write in a version that a webhook converts. */
class ConvertedAnswerTest {
  private static final KubeObject BOXES =
      Yaml.object(
          """
          metadata: {name: boxes.example.com}
          spec:
            group: example.com
            scope: Namespaced
            names: {plural: boxes, singular: box, kind: Box, listKind: BoxList}
            versions:
            - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
            conversion:
              strategy: Webhook
              webhook:
                conversionReviewVersions: [v1]
                clientConfig: {service: {namespace: default, name: s}}
          """);

  @Test
  void conversions_for_the_answer_are_requested_before_the_write() throws Exception {
    try (BareServer server = new BareServer(HttpLimits.standard())) {
      server
          .loop()
          .call(
              () -> {
                Definitions.follow(server.core());
                return server.core();
              });
      server
          .loop()
          .call(
              () ->
                  create(
                      server, ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, BOXES, Verdicts.none()));
      server.loop().advance(Duration.ofSeconds(5)); // until the definition is established
      ResourceType v2 = server.loop().call(() -> found(server));
      KubeObject box =
          Yaml.object("metadata: {name: b, namespace: default}").edit(ConvertedAnswerTest::asV2);

      Verdicts verdicts = Verdicts.none();
      KubeObject made = null;
      for (int asked = 0; made == null; asked++) {
        assertThat(asked).isLessThan(3);
        Verdicts said = verdicts;
        try {
          made = server.loop().call(() -> create(server, v2, box, said));
        } catch (AnswersWanted wanted) {
          verdicts = said.with(answers(wanted));
        }
      }
      KubeObject kept = made;
      Verdicts all = verdicts;
      KubeObject shown =
          server
              .loop()
              .call(
                  () ->
                      Conversion.to(server.core().resources().custom(v2).orElseThrow(), kept, all));

      assertThat(kept.apiVersion()).isEqualTo("example.com/v1");
      assertThat(shown.apiVersion()).isEqualTo("example.com/v2");
    }
  }

  private static void asV2(ObjectNode json) {
    json.put("apiVersion", "example.com/v2").put("kind", "Box");
  }

  private static ResourceType found(BareServer server) {
    return server.core().resources().find("example.com", "v2", "boxes").orElseThrow();
  }

  private static KubeObject create(
      BareServer server, ResourceType type, KubeObject object, Verdicts verdicts) {
    return server
        .core()
        .registry()
        .create(type, object, Requester.of(User.apiServer()).with(verdicts));
  }

  private static Map<String, WebhookAnswer> answers(AnswersWanted wanted) {
    WebhookCall call = wanted.calls().getFirst();
    JsonNode request = call.review().path("request");
    ObjectNode response = Json.object();
    response.putObject("result").put("status", "Success");
    for (JsonNode object : request.path("objects")) {
      ObjectNode converted = object.deepCopy();
      converted.set("apiVersion", request.path("desiredAPIVersion"));
      response.withArray("convertedObjects").add(converted);
    }
    return Map.of(call.key(), new WebhookAnswer.Reviewed(response));
  }
}
