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
    return server.send(
        "POST", "/api/v1/namespaces/default/services", "application/json", service.toString());
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
}
