package dev.cnilab.cluster.kubelet.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import org.junit.jupiter.api.Test;

/** As in {@code kubectl get pod -o yaml} on a cluster of 1.37. */
class PodResourcesTest {
  @Test
  void the_requests_of_containers_are_summed() {
    assertThat(
            status(
                """
                {"resources": {"requests": {"cpu": "100m", "memory": "70Mi"},
                               "limits": {"memory": "170Mi"}}},
                {"resources": {"requests": {"cpu": "900m", "memory": "954Mi"}}}
                """))
        .isEqualTo(
            "{\"allocatedResources\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},"
                + "\"resources\":{\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},"
                + "\"limits\":{\"memory\":\"170Mi\"}}}");
  }

  @Test
  void sums_keep_the_notation_of_their_terms() {
    assertThat(
            status(
                """
                {"resources": {"limits": {"memory": "64M", "example.com/gpu": "1024"}}},
                {"resources": {"limits": {"memory": "64M"}}}
                """))
        .contains("\"memory\":\"128M\"", "\"example.com/gpu\":\"1024\"");
  }

  @Test
  void a_pod_without_requests_has_an_empty_entry() {
    assertThat(status("{}")).isEqualTo("{\"resources\":{}}");
  }

  private static String status(String containers) {
    ObjectNode status = Json.object();
    PodResources.put(
        new Pod(KubeObject.parse("{\"spec\": {\"containers\": [" + containers + "]}}")), status);
    return status.toString();
  }
}
