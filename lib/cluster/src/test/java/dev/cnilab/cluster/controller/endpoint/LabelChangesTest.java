package dev.cnilab.cluster.controller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to a Service by its labels, and no longer does once they have changed. */
class LabelChangesTest {
  private static final String WEB =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: default}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """;

  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void oneNode() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
  }

  private void pod(String name, String labels) {
    cluster.create(
        ResourceTypes.PODS,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default, labels: %s}
        spec: {containers: [{name: app, image: nginx}]}
        """
            .formatted(name, labels));
  }

  private List<String> backends(String service) {
    return slices(service).stream()
        .flatMap(slice -> slice.at("/endpoints").valueStream())
        .map(endpoint -> endpoint.at("/targetRef/name").asText())
        .toList();
  }

  private List<KubeObject> slices(String service) {
    return cluster.list(ResourceTypes.ENDPOINT_SLICES).stream()
        .filter(slice -> service.equals(slice.labels().get("kubernetes.io/service-name")))
        .toList();
  }

  private int addresses(String service) {
    return cluster.get(ResourceTypes.ENDPOINTS, service).at("/subsets/0/addresses").size();
  }

  @Test
  void a_pod_that_loses_the_label_leaves_the_service() {
    cluster.create(ResourceTypes.SERVICES, WEB);
    pod("a", "{app: web}");
    pod("b", "{app: web}");
    cluster.settle();
    assertThat(backends("web")).containsExactly("a", "b");

    cluster.merge(ResourceTypes.PODS, "a", "{metadata: {labels: {app: null}}}");

    assertThat(backends("web")).containsExactly("b");
    assertThat(addresses("web")).isEqualTo(1);
  }

  @Test
  void a_pod_with_another_label_moves_to_another_service() {
    cluster.create(ResourceTypes.SERVICES, WEB);
    cluster.create(ResourceTypes.SERVICES, WEB.replace("web", "api"));
    pod("a", "{app: web}");
    cluster.settle();

    cluster.merge(ResourceTypes.PODS, "a", "{metadata: {labels: {app: api}}}");

    assertThat(backends("web")).isEmpty();
    assertThat(backends("api")).containsExactly("a");
  }

  @Test
  void a_service_whose_slice_has_been_relabelled_gets_another() {
    cluster.create(ResourceTypes.SERVICES, WEB);
    pod("a", "{app: web}");
    cluster.settle();
    String slice = slices("web").getFirst().name();

    cluster.merge(
        ResourceTypes.ENDPOINT_SLICES,
        slice,
        "{metadata: {labels: {kubernetes.io/service-name: other}}}");

    assertThat(backends("web")).containsExactly("a");
    assertThat(slices("other")).extracting(KubeObject::name).containsExactly(slice);
  }

  @Test
  void a_mirrored_slice_that_has_been_relabelled_is_replaced() {
    cluster.create(ResourceTypes.SERVICES, WEB.replace("selector: {app: web},", ""));
    cluster.create(
        ResourceTypes.ENDPOINTS,
        """
        apiVersion: v1
        kind: Endpoints
        metadata: {name: web, namespace: default}
        subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80}]}]
        """);
    String slice = slices("web").getFirst().name();

    cluster.merge(
        ResourceTypes.ENDPOINT_SLICES,
        slice,
        "{metadata: {labels: {endpointslice.kubernetes.io/managed-by: me}}}");

    assertThat(slices("web")).hasSize(2);
  }
}
