package dev.cnilab.cluster.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.Decoder;
import dev.cnilab.cluster.apiserver.schema.defaults.Defaults;
import dev.cnilab.cluster.object.Json;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** Both encodings of an object mean the same. */
class ProtobufTest {
  private static byte[] enveloped(String apiVersion, String kind, ByteString object) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {'k', '8', 's', 0});
    message.writeBytes(
        Runtime.Unknown.newBuilder()
            .setTypeMeta(Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(object)
            .build()
            .toByteArray());
    return message.toByteArray();
  }

  @Test
  void decoded_numbers_equal_those_of_json() {
    V1.Pod pod =
        V1.Pod.newBuilder()
            .setSpec(
                V1.PodSpec.newBuilder()
                    .setActiveDeadlineSeconds(3607)
                    .setTerminationGracePeriodSeconds(5_000_000_000L)
                    .setPriority(7))
            .build();

    assertThat(Protobuf.decode(enveloped("v1", "Pod", pod.toByteString())))
        .isEqualTo(
            Json.parse(
                """
                {"apiVersion": "v1", "kind": "Pod", "spec": {"activeDeadlineSeconds": 3607,
                 "terminationGracePeriodSeconds": 5000000000, "priority": 7}}
                """));
  }

  /** One field's name is capitalised there, and a rule is a message that JSON inlines. */
  @Test
  void the_rules_of_a_webhook_are_decoded() {
    V1Admissionregistration.ValidatingWebhookConfiguration configuration =
        V1Admissionregistration.ValidatingWebhookConfiguration.newBuilder()
            .addWebhooks(
                V1Admissionregistration.ValidatingWebhook.newBuilder()
                    .setName("a")
                    .addRules(
                        V1Admissionregistration.RuleWithOperations.newBuilder()
                            .addOperations("CREATE")
                            .setRule(
                                V1Admissionregistration.Rule.newBuilder().addApiGroups("apps"))))
            .build();

    assertThat(
            Protobuf.decode(
                    enveloped(
                        "admissionregistration.k8s.io/v1",
                        "ValidatingWebhookConfiguration",
                        configuration.toByteString()))
                .path("webhooks"))
        .isEqualTo(
            Json.parse(
                "[{\"name\":\"a\",\"rules\":[{\"operations\":[\"CREATE\"],\"apiGroups\":[\"apps\"]}]}]"));
  }

  /** The client library has no such messages: spec 2, versions 7, subresources 5, status 1. */
  @Test
  void a_message_without_fields_decodes_to_an_empty_object() {
    byte[] definition = {0x12, 6, 0x3a, 4, 0x2a, 2, 0x0a, 0};

    assertThat(
            Protobuf.decode(
                    enveloped(
                        "apiextensions.k8s.io/v1",
                        "CustomResourceDefinition",
                        ByteString.copyFrom(definition)))
                .path("spec"))
        .isEqualTo(Json.parse("{\"versions\": [{\"subresources\": {\"status\": {}}}]}"));
  }

  @Test
  void a_zero_that_go_omits_decodes_as_absent() {
    Struct probe = Schemas.builtIn().find("core.v1.Probe").orElseThrow();
    ObjectNode decoded =
        new Decoder()
            .decode(probe, Json.object().put("successThreshold", 0).put("periodSeconds", 5));
    Defaults.apply(probe, decoded);

    assertThat(decoded.path("successThreshold").asInt()).isEqualTo(1);
    assertThat(decoded.path("periodSeconds").asInt()).isEqualTo(5);
  }
}
