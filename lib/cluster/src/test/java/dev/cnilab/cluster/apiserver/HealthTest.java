package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void health_is_told_in_short_check_by_check_and_of_one_check() {
    assertThat(server.get("/readyz").body()).isEqualTo("ok");
    assertThat(server.get("/readyz?verbose").body())
        .isEqualTo("[+]ping ok\n[+]etcd ok\nreadyz check passed\n");
    assertThat(server.get("/livez/ping").body()).isEqualTo("ok");
    assertThat(server.get("/livez/nosuch").statusCode()).isEqualTo(404);
  }
}
