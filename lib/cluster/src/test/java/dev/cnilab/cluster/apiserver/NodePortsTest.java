package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The node ports of a cluster, 30000 to 32767, when there are few or none left. */
@Timeout(60)
class NodePortsTest {
  private static final int ALL = 2768;

  @AutoClose private final TestServer server = new TestServer();

  private HttpResponse<String> create(String name, int ports) {
    ObjectNode service = Json.object().put("kind", "Service").put("apiVersion", "v1");
    service.putObject("metadata").put("name", name);
    ArrayNode listed = service.putObject("spec").put("type", "NodePort").putArray("ports");
    for (int port = 1; port <= ports; port++) {
      listed.addObject().put("name", "p" + port).put("port", port);
    }
    return post(service.toString(), "");
  }

  private HttpResponse<String> post(String service, String query) {
    return server.send(
        "POST", "/api/v1/namespaces/default/services" + query, "application/json", service);
  }

  /** A Service that asks for a node port, and one for health checks. */
  private static String service(String name, int nodePort, int health) {
    return """
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"}, "spec": {
      "type": "LoadBalancer", "externalTrafficPolicy": "%s", "healthCheckNodePort": %d,
      "ports": [{"port": 80, "nodePort": %d}]}}
    """
        .formatted(name, health == 0 ? "Cluster" : "Local", health, nodePort);
  }

  @Test
  void all_can_be_allocated_and_then_none() {
    assertThat(create("most", ALL - 1).statusCode()).isEqualTo(201);
    assertThat(create("too-many", 2).body())
        .contains("Internal error occurred: failed to allocate a nodePort: range is full");
    assertThat(create("last", 1).statusCode()).isEqualTo(201);

    HttpResponse<String> refused = create("one-more", 1);

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body())
        .contains("Internal error occurred: failed to allocate a nodePort: range is full");
  }

  @Test
  void a_port_for_health_checks_is_allocated_like_any_other() {
    assertThat(post(service("near", 31000, 31500), "").statusCode()).isEqualTo(201);

    assertThat(post(service("b", 31500, 0), "").body())
        .contains(
            "spec.ports[0].nodePort: Invalid value: 31500: provided port is already allocated");
    HttpResponse<String> refused = post(service("c", 31001, 31500), "");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body())
        .contains(
            "Internal error occurred: failed to allocate requested HealthCheck NodePort 31500:"
                + " provided port is already allocated");
    assertThat(post(service("d", 31002, 31002), "").body())
        .contains("NodePort 31002: provided port is already allocated");
    assertThat(post(service("e", 31003, 29000), "").body())
        .contains(
            "NodePort 29000: provided port is not in the valid range. The range of valid ports is"
                + " 30000-32767");
  }

  @Test
  void a_dry_run_is_refused_a_port_that_is_taken_but_not_one_outside_the_range() {
    assertThat(post(service("near", 31000, 31500), "").statusCode()).isEqualTo(201);

    assertThat(post(service("b", 31000, 0), "?dryRun=All").body())
        .contains(
            "spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated");
    assertThat(post(service("c", 31001, 31500), "?dryRun=All").statusCode()).isEqualTo(500);
    assertThat(post(service("d", 29000, 0), "?dryRun=All").statusCode()).isEqualTo(201);
  }

  @Test
  void a_service_keeps_its_ports_and_frees_those_that_it_gives_up() {
    assertThat(post(service("near", 31000, 31500), "").statusCode()).isEqualTo(201);
    String path = "/api/v1/namespaces/default/services/near";
    String merge = "application/merge-patch+json";

    assertThat(server.send("PATCH", path, merge, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}"))
        .returns(200, HttpResponse::statusCode);
    assertThat(
            server.send(
                "PATCH",
                path,
                merge,
                "{\"spec\": {\"externalTrafficPolicy\": \"Cluster\", \"healthCheckNodePort\": 0}}"))
        .returns(200, HttpResponse::statusCode);
    assertThat(post(service("b", 31500, 0), "").statusCode()).isEqualTo(201);

    assertThat(
            server.send(
                "PATCH",
                path,
                merge,
                "{\"spec\": {\"externalTrafficPolicy\": \"Local\", \"healthCheckNodePort\":"
                    + " 31500}}"))
        .returns(500, HttpResponse::statusCode);
  }
}
