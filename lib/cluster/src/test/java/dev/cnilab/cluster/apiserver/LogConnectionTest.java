package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection over which a log was sent. */
class LogConnectionTest {
  private static final String LOG = "/api/v1/namespaces/default/pods/web/log";
  @AutoClose private final TestServer server = new TestServer();

  @BeforeEach
  void start() {
    server.register("node-1", new FakeKubelet());
    server.create(
        ResourceTypes.PODS,
        "{metadata: {name: web, namespace: default}, spec: {nodeName: node-1, containers: [{name:"
            + " app, image: nginx}]}}");
  }

  @Test
  void the_connection_stays_open_after_a_complete_log() {
    HttpResponse<String> whole = server.get(LOG);
    assertThat(whole.body()).isNotEmpty();
    assertThat(whole.headers().allValues("Transfer-Encoding")).isEqualTo(List.of("chunked"));
    assertThat(whole.headers().allValues("Connection")).isEmpty();
  }

  @Test
  void the_connection_closes_after_a_followed_log() {
    HttpResponse<String> followed = server.get(LOG + "?follow=true");
    assertThat(followed.body()).isNotEmpty();
    assertThat(followed.headers().allValues("Connection")).isEqualTo(List.of("close"));
  }
}
