package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cluster stores about its services besides them: slices, addresses, ranges. */
class ServiceRecordsTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(1));
  }

  private static void service(String name, String spec) {
    cluster.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {ports: [{name: web, port: 80}]%s}}"
            .formatted(name, spec));
    cluster.pass(Duration.ofSeconds(1));
  }

  private static void endpoints(String name, String address) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Endpoints
        metadata: {name: %s, labels: {by: hand}}
        subsets: [{addresses: [{ip: %s}], ports: [{port: 8080}]}]
        """
            .formatted(name, address));
    cluster.pass(Duration.ofSeconds(1));
  }

  private static List<KubeObject> slices(String service) {
    return cluster.api(
        client ->
            client.list(
                ResourceTypes.ENDPOINT_SLICES,
                "default",
                ListOptions.labels("kubernetes.io/service-name=" + service)));
  }

  private static void delete(ResourceType type, String namespace, String name) {
    cluster.api(
        client -> {
          client.delete(type, namespace, name, DeleteOptions.background());
          return true;
        });
    cluster.pass(Duration.ofSeconds(1));
  }

  private static Optional<KubeObject> find(ResourceType type, String name) {
    return cluster.api(client -> client.find(type, "", name));
  }

  @Test
  void endpoints_of_a_service_without_a_selector_are_mirrored_to_a_slice() {
    service("by-hand", "");
    endpoints("by-hand", "10.1.2.3");
    KubeObject slice = slices("by-hand").getFirst();
    assertThat(slice.labels())
        .containsEntry("by", "hand")
        .containsEntry(
            "endpointslice.kubernetes.io/managed-by", "endpointslicemirroring-controller.k8s.io");
    assertThat(slice.at("/endpoints/0/addresses/0").asText()).isEqualTo("10.1.2.3");
    assertThat(slice.at("/ports/0/port").asInt()).isEqualTo(8080);

    cluster.api(
        client ->
            client.update(
                ResourceTypes.ENDPOINTS,
                client
                    .get(ResourceTypes.ENDPOINTS, "default", "by-hand")
                    .edit(
                        json ->
                            ((com.fasterxml.jackson.databind.node.ObjectNode)
                                    json.at("/subsets/0/addresses/0"))
                                .put("ip", "10.2.3.4"))));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(slices("by-hand")).hasSize(1);
    assertThat(slices("by-hand").getFirst().at("/endpoints/0/addresses/0").asText())
        .isEqualTo("10.2.3.4");

    delete(ResourceTypes.ENDPOINTS, "default", "by-hand");
    assertThat(slices("by-hand")).isEmpty();
  }

  @Test
  void endpoints_of_a_service_with_a_selector_are_not_mirrored() {
    service("chosen", ", selector: {app: nobody}");
    assertThat(slices("chosen"))
        .extracting(slice -> slice.labels().get("endpointslice.kubernetes.io/managed-by"))
        .containsExactly("endpointslice-controller.k8s.io");
  }

  @Test
  void endpoints_without_a_service_are_kept_and_not_mirrored() {
    endpoints("alone", "10.1.2.3");
    cluster.pass(Duration.ofMinutes(1));
    assertThat(cluster.get(ResourceTypes.ENDPOINTS, "alone").at("/subsets")).hasSize(1);
    assertThat(slices("alone")).isEmpty();
  }

  @Test
  void each_cluster_ip_has_an_ip_address_object() {
    service("addressed", "");
    String address = cluster.get(ResourceTypes.SERVICES, "addressed").text("/spec/clusterIP");
    assertThat(find(ResourceTypes.IP_ADDRESSES, address).orElseThrow().at("/spec/parentRef/name"))
        .hasToString("\"addressed\"");

    delete(ResourceTypes.SERVICES, "default", "addressed");
    assertThat(find(ResourceTypes.IP_ADDRESSES, address)).isEmpty();
  }

  @Test
  void a_service_cidr_is_not_removed_while_its_addresses_are_in_use() {
    KubeObject range = find(ResourceTypes.SERVICE_CIDRS, "kubernetes").orElseThrow();
    assertThat(range.text("/spec/cidrs/0")).isEqualTo("10.96.0.0/12");
    assertThat(range.text("/status/conditions/0/message"))
        .isEqualTo("Kubernetes Service CIDR is ready");

    cluster.apply(
        "{apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: more}, spec:"
            + " {cidrs: [10.200.0.0/24]}}");
    cluster.apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: IPAddress
        metadata: {name: 10.200.0.7}
        spec: {parentRef: {resource: services, namespace: default, name: kubernetes}}
        """);
    cluster.pass(Duration.ofSeconds(1));
    delete(ResourceTypes.SERVICE_CIDRS, "", "more");
    assertThat(
            find(ResourceTypes.SERVICE_CIDRS, "more")
                .orElseThrow()
                .text("/status/conditions/0/reason"))
        .isEqualTo("Terminating");

    delete(ResourceTypes.IP_ADDRESSES, "", "10.200.0.7");
    assertThat(find(ResourceTypes.SERVICE_CIDRS, "more")).isEmpty();
  }
}
