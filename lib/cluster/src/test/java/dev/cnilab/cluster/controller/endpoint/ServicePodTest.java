package dev.cnilab.cluster.controller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import org.junit.jupiter.api.Test;

/** Conditions of an endpoint, as the EndpointSlice controller of 1.37 gives them. */
class ServicePodTest {
  private static final String ENDS = "\"deletionTimestamp\": \"2026-11-30T00:00:00Z\"";

  private static String conditions(boolean published, String ready, String metadata) {
    KubeObject service =
        KubeObject.parse(
            """
            {"metadata": {"name": "web"}, "spec": {"publishNotReadyAddresses": %s}}
            """
                .formatted(published));
    KubeObject pod =
        KubeObject.parse(
            """
            {"metadata": {%s},
             "status": {"podIP": "10.244.1.2", "conditions": [{"type": "Ready", "status": "%s"}]}}
            """
                .formatted(metadata, ready));
    return ServicePod.of(service, new Pod(pod)).endpoint().path("conditions").toString();
  }

  @Test
  void a_published_not_ready_address_is_ready_regardless_of_its_pod() {
    assertThat(conditions(true, "False", ""))
        .isEqualTo("{\"ready\":true,\"serving\":false,\"terminating\":false}");
    assertThat(conditions(true, "True", ENDS))
        .isEqualTo("{\"ready\":true,\"serving\":true,\"terminating\":true}");
  }

  @Test
  void an_address_is_ready_while_its_pod_is_ready_and_not_terminating() {
    assertThat(conditions(false, "True", ""))
        .isEqualTo("{\"ready\":true,\"serving\":true,\"terminating\":false}");
    assertThat(conditions(false, "True", ENDS))
        .isEqualTo("{\"ready\":false,\"serving\":true,\"terminating\":true}");
    assertThat(conditions(false, "False", ""))
        .isEqualTo("{\"ready\":false,\"serving\":false,\"terminating\":false}");
  }
}
