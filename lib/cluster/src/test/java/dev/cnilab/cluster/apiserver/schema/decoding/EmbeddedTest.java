package dev.cnilab.cluster.apiserver.schema.decoding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths in the messages of Go's decoder, as in Kubernetes 1.37.2. */
class EmbeddedTest {
  private static final Struct POD = Schemas.builtIn().of(ResourceTypes.PODS).orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"spec":{"volumes":[{"downwardAPI":{"items":[{"path":true}]}}]}} | bool into Go struct field DownwardAPIVolumeFile.spec.volumes.VolumeSource.downwardAPI.items.path of type string
          {"spec":{"containers":[{"livenessProbe":{"tcpSocket":{"host":1}}}]}} | number into Go struct field TCPSocketAction.spec.containers.livenessProbe.ProbeHandler.tcpSocket.host of type string
          {"spec":{"volumes":[{"configMap":{"name":1}}]}} | number into Go struct field ConfigMapVolumeSource.spec.volumes.VolumeSource.configMap.LocalObjectReference.name of type string
          {"spec":{"volumes":[{"name":1}]}} | number into Go struct field Volume.spec.volumes.name of type string
          """)
  void an_error_names_the_embedded_go_structs_of_a_field(String pod, String why) {
    ObjectNode tree = (ObjectNode) Json.parse(pod);
    assertThatThrownBy(() -> new Decoder().decode(POD, tree))
        .hasMessage("json: cannot unmarshal " + why);
  }
}
