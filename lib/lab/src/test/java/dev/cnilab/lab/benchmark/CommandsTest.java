package dev.cnilab.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.door.RequestHead;
import org.junit.jupiter.api.Test;

class CommandsTest {

  private static final String EXEC =
      "GET /api/v1/namespaces/shop/pods/web/exec?command=ls HTTP/1.1";
  private static final String PODS = "GET /api/v1/pods?limit=500 HTTP/1.1";

  private final Commands commands = new Commands(2);

  private boolean admits(String line, String run) {
    return commands.admits(RequestHead.parse(line + "\r\nkubectl-session: " + run + "\r\n\r\n"));
  }

  private boolean admits(String line) {
    return commands.admits(RequestHead.parse(line + "\r\nHost: localhost\r\n\r\n"));
  }

  @Test
  void a_run_of_kubectl_is_one_whatever_it_asks() {
    assertThat(admits("GET /api/v1/namespaces/shop/pods/web HTTP/1.1", "a")).isTrue();
    assertThat(admits("DELETE /api/v1/namespaces/shop/pods/web HTTP/1.1", "a")).isTrue();
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(1);
  }

  @Test
  void each_further_line_that_a_run_has_executed_is_one_more() {
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(1);
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(2);
    assertThat(admits(EXEC, "a")).isFalse();
  }

  @Test
  void a_client_without_run_ids_has_a_run_for_each_request() {
    assertThat(admits(PODS)).isTrue();
    assertThat(admits(PODS)).isTrue();
    assertThat(admits(PODS)).isFalse();
    assertThat(commands.counted()).isEqualTo(2);
    assertThat(commands.refused()).isEqualTo(1);
  }

  @Test
  void to_ask_what_a_server_serves_is_none() {
    for (String path :
        new String[] {
          "/api", "/api/v1", "/apis", "/apis/apps/v1?timeout=32s", "/openapi/v3", "/version"
        }) {
      assertThat(admits("GET " + path + " HTTP/1.1")).isTrue();
    }
    assertThat(commands.counted()).isZero();
  }

  @Test
  void work_begun_within_the_budget_is_finished() {
    assertThat(admits(PODS, "a")).isTrue();
    assertThat(admits(PODS, "b")).isTrue();
    assertThat(admits(PODS, "c")).isFalse();
    assertThat(admits(PODS, "b")).isTrue();
    assertThat(admits(EXEC, "b")).isTrue();
    assertThat(admits(EXEC, "b")).isFalse();
    assertThat(admits("GET /api HTTP/1.1", "c")).isTrue();
  }
}
