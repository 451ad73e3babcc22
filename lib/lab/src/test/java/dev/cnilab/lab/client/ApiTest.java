package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.ServerTable;
import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client, tested against a server that answers as an API server does. */
class ApiTest {

  private HttpServer server;
  private Cluster cluster;
  private int status = 200;
  private String body = "{}";
  private String asked = "";
  private String accepted = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          accepted = exchange.getRequestHeaders().getFirst("Accept");
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    cluster =
        Cluster.fromKubeconfig(
            """
            apiVersion: v1
            kind: Config
            clusters:
            - name: c
              cluster: {server: "http://127.0.0.1:%d"}
            users:
            - name: u
              user: {token: t}
            contexts:
            - name: x
              context: {cluster: c, user: u}
            current-context: x
            """
                .formatted(server.getAddress().getPort()));
  }

  @Test
  void a_conflict_suggests_deleting_the_existing_object() {
    status = 409;
    body = "{\"kind\": \"Status\", \"message\": \"pods \\\"hello\\\" already exists\"}";
    assertThatThrownBy(() -> cluster.post("/api/v1/namespaces/default/pods", Json.parse("{}")))
        .hasMessageContaining("pods \"hello\" already exists")
        .hasMessageContaining("delete(\"pod/hello\")");
  }

  @Test
  void an_invalid_manifest_is_rejected_with_the_position_of_the_error() {
    assertThatThrownBy(() -> cluster.apply("kind: ["))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("could not apply the manifest: ")
        .hasMessageContaining("line 1, column 8");
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.stop(0);
  }

  @Test
  void a_list_prints_the_same_table_as_kubectl() {
    body =
        """
        {"columnDefinitions": [
          {"name": "Name", "priority": 0}, {"name": "Ready", "priority": 0}, {"name": "IP", "priority": 1}],
         "rows": [
          {"cells": ["nettest-1", "1/1", "10.244.1.2"], "object": {"metadata": {"name": "nettest-1"}}},
          {"cells": ["web", "0/1", "<none>"], "object": {"metadata": {"name": "web"}}}]}
        """;
    ServerTable table = cluster.table("/api/v1/namespaces/default/pods");
    assertThat(asked).isEqualTo("GET /api/v1/namespaces/default/pods?includeObject=Object");
    assertThat(accepted).startsWith("application/json;as=Table;v=v1;g=meta.k8s.io");
    assertThat(table.narrow())
        .isEqualTo(
            """
            NAME        READY
            nettest-1   1/1
            web         0/1\
            """);
    assertThat(table.wide())
        .contains("NAME        READY   IP\n")
        .contains("web         0/1     <none>");
    assertThat(table.objects().get(1).text("/metadata/name")).isEqualTo("web");
  }

  @Test
  void a_missing_object_is_empty() {
    status = 404;
    assertThat(cluster.find("/api/v1/nodes/none")).isEmpty();
    assertThat(cluster.delete("/api/v1/nodes/none", 0)).isFalse();
  }

  @Test
  void a_rejected_request_shows_the_message_of_the_server_and_a_remedy() {
    status = 422;
    body =
        "{\"kind\": \"Status\", \"message\": \"Pod \\\"x\\\" is invalid: spec.containers: Required"
            + " value\"}";
    assertThatThrownBy(() -> cluster.post("/api/v1/namespaces/default/pods", Json.of("x")))
        .hasMessageContaining("could not POST /api/v1/namespaces/default/pods")
        .hasMessageContaining("spec.containers: Required value (HTTP 422)")
        .hasMessageContaining("Correct the field");
  }

  @Test
  void an_error_body_that_is_no_status_is_shown_unchanged() {
    status = 502;
    body = "<html>bad gateway</html>";
    assertThatThrownBy(() -> cluster.find("/api/v1/nodes"))
        .hasMessageContaining("bad gateway")
        .hasMessageContaining("HTTP 502");
  }

  @Test
  void an_unreachable_cluster_is_named_with_a_remedy() {
    String address = cluster.server();
    server.stop(0);
    assertThatThrownBy(() -> cluster.find("/api/v1/nodes"))
        .hasMessageContaining("nothing answers at " + address.replaceAll("/$", ""))
        .hasMessageContaining("./lab");
  }
}
