package dev.cnilab.cluster.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what a client library reads, and what is read is what was written. */
class ProtobufWriterTest {
  private static byte[] raw(JsonNode object) throws Exception {
    byte[] message = Protobuf.encode(object);
    return Runtime.Unknown.parseFrom(Arrays.copyOfRange(message, 4, message.length))
        .getRaw()
        .toByteArray();
  }

  @Test
  void a_client_library_decodes_an_encoded_pod() throws Exception {
    V1.Pod pod =
        V1.Pod.parseFrom(
            raw(
                Json.parse(
                    """
                    {"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"name": "a", "labels": {"app": "b"},
                      "creationTimestamp": "2026-12-01T00:00:05Z", "generation": -1},
                     "spec": {"volumes": [{"name": "e", "emptyDir": {}}],
                      "containers": [{"name": "c", "resources": {"limits": {"cpu": "100m"}},
                       "livenessProbe": {"httpGet": {"port": "http"}, "periodSeconds": 0},
                       "readinessProbe": {"tcpSocket": {"port": 80}}}],
                      "hostNetwork": true, "nodeName": null}}
                    """)));

    assertThat(pod.getMetadata().getLabelsMap()).containsEntry("app", "b");
    assertThat(pod.getMetadata().getCreationTimestamp().getSeconds()).isEqualTo(1_796_083_205);
    assertThat(pod.getMetadata().getGeneration()).isEqualTo(-1);
    assertThat(pod.getSpec().getHostNetwork()).isTrue();
    assertThat(pod.getSpec().hasNodeName()).isFalse();
    assertThat(pod.getSpec().getVolumes(0).getVolumeSource().hasEmptyDir()).isTrue();
    V1.Container container = pod.getSpec().getContainers(0);
    assertThat(container.getResources().getLimitsMap().get("cpu").getString()).isEqualTo("100m");
    assertThat(container.getLivenessProbe().getHandler().getHttpGet().getPort().getStrVal())
        .isEqualTo("http");
    assertThat(container.getReadinessProbe().getHandler().getTcpSocket().getPort().getIntVal())
        .isEqualTo(80);
  }

  @Test
  void a_client_library_decodes_an_encoded_watch_event() throws Exception {
    ByteBuffer frame =
        ByteBuffer.wrap(
            Protobuf.event(
                "ADDED", Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{}}")));

    assertThat(frame.getInt()).isEqualTo(frame.remaining());
    Meta.WatchEvent event = Meta.WatchEvent.parseFrom(frame);
    assertThat(event.getType()).isEqualTo("ADDED");
    assertThat(Protobuf.decode(event.getObject().getRaw().toByteArray()))
        .isEqualTo(Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}"));
  }

  @Test
  void the_items_of_a_list_are_encoded_with_its_type() throws Exception {
    V1.ConfigMapList list =
        V1.ConfigMapList.parseFrom(
            raw(
                Json.parse(
                    """
                    {"apiVersion": "v1", "kind": "ConfigMapList",
                     "metadata": {"resourceVersion": "7"},
                     "items": [{"metadata": {"name": "a"}, "data": {"k": "v"}}]}
                    """)));

    assertThat(list.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(list.getItems(0).getDataMap()).containsEntry("k", "v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "spec": {"versions": [{"name": "v1", "subresources": {"status": {}},
          "schema": {"openAPIV3Schema": {"type": "object", "additionalProperties": false,
           "properties": {"a": {"default": {"x": [1]}, "enum": ["b", 2], "minimum": 1.5,
            "additionalProperties": {"type": "string"}, "items": {"type": "integer"}}}}}}]}}
        """,
        """
        {"apiVersion": "admissionregistration.k8s.io/v1",
         "kind": "ValidatingWebhookConfiguration",
         "webhooks": [{"name": "a", "clientConfig": {"caBundle": "AAEC"},
          "rules": [{"operations": ["CREATE"], "apiGroups": ["apps"]}]}]}
        """,
        """
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
         "metadata": {"managedFields": [{"manager": "kubelet", "operation": "Update",
          "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:renewTime": {}}}}]},
         "spec": {"renewTime": "2026-12-01T00:00:05.000017Z", "leaseDurationSeconds": 40}}
        """,
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview",
         "status": {"user": {"username": "a", "extra": {"k": ["1", "2"]}}}}
        """,
        """
        {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": 404,
         "details": {"name": "a", "causes": [{"field": "x"}]}}
        """
      })
  void nothing_is_lost(String object) {
    assertThat(Protobuf.decode(Protobuf.encode(Json.parse(object)))).isEqualTo(Json.parse(object));
  }

  @Test
  void every_built_in_kind_can_be_encoded_and_decoded() {
    for (ResourceType type : ResourceTypes.builtIn()) {
      ObjectNode object =
          Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
      object.putObject("metadata").put("name", "a");

      assertThat(Protobuf.decode(Protobuf.encode(object))).isEqualTo(object);
    }
  }
}
