package dev.cnilab.cluster.image.proxy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often kube-proxy looks at the endpoints of a Service. */
class ServiceMapTest {
  private static final int PORTS = 5;

  private final ServiceMap services = new ServiceMap("node-2");
  private int readings;

  /** The endpoints of a slice, which count how often they are all read. */
  @SuppressWarnings("unchecked") // of deepCopy, in Jackson
  private final class Endpoints extends ArrayNode {
    private static final long serialVersionUID = 1;

    Endpoints() {
      super(JsonNodeFactory.instance);
    }

    @Override
    public Iterator<JsonNode> elements() {
      readings++;
      return super.elements();
    }
  }

  private void service(String name, String spec) {
    services.onService(
        new WatchEvent(
            WatchEvent.Type.MODIFIED,
            KubeObject.parse(
                """
                {"apiVersion": "v1", "kind": "Service",
                 "metadata": {"namespace": "default", "name": "%s"},
                 "spec": {"clusterIP": "10.96.1.1", %s
                  "ports": [{"name": "p0", "port": 80}, {"name": "p1", "port": 81},
                            {"name": "p2", "port": 82}, {"name": "p3", "port": 83},
                            {"name": "p4", "port": 84}]}}
                """
                    .formatted(name, spec))));
  }

  private void slice(String service, String... addresses) {
    ObjectNode json =
        (ObjectNode)
            Json.parse(
                """
                {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                 "metadata": {"namespace": "default", "name": "%s",
                              "labels": {"kubernetes.io/service-name": "%s"}},
                 "addressType": "IPv4"}
                """
                    .formatted(service, service));
    ArrayNode ports = json.putArray("ports");
    for (int i = 0; i < PORTS; i++) {
      ports.addObject().put("name", "p" + i).put("port", 8080 + i);
    }
    Endpoints endpoints = new Endpoints();
    for (String address : addresses) {
      ObjectNode endpoint = endpoints.addObject().put("nodeName", "node-2");
      endpoint.putArray("addresses").add(address);
    }
    json.set("endpoints", endpoints);
    services.onSlice(new WatchEvent(WatchEvent.Type.MODIFIED, KubeObject.of(json)));
  }

  @Test
  void a_slice_is_read_once_for_all_ports_of_its_service() {
    service("web", "");
    slice("web", "10.244.1.9", "10.244.1.10");
    readings = 0;

    ProxiedService web = services.service("default/web");

    assertThat(readings).isEqualTo(1);
    assertThat(web.endpoints()).isEqualTo(2 * PORTS);
    assertThat(web.ports())
        .extracting(port -> port.choice().cluster().toString())
        .startsWith("[10.244.1.10:8080, 10.244.1.9:8080]", "[10.244.1.10:8081, 10.244.1.9:8081]");
  }

  @Test
  void the_health_checks_of_a_service_that_has_not_changed_are_not_counted_again() {
    String local = "\"healthCheckNodePort\": 30500,";
    service("web", local);
    slice("web", "10.244.1.9", "10.244.1.10");
    service("other", local);
    slice("other", "10.244.1.11");
    assertThat(services.healthChecks())
        .isEqualTo(
            List.of(
                new LocalEndpoints("default", "other", 30500, 1),
                new LocalEndpoints("default", "web", 30500, 2)));
    readings = 0;

    slice("other", "10.244.1.11", "10.244.1.12", "10.244.1.13");

    assertThat(services.healthChecks())
        .contains(
            new LocalEndpoints("default", "other", 30500, 3),
            new LocalEndpoints("default", "web", 30500, 2));
    assertThat(readings).isEqualTo(1);
    service("other", "");
    assertThat(services.healthChecks())
        .containsExactly(new LocalEndpoints("default", "web", 30500, 2));
  }
}
