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
  void all_requests_of_one_kubectl_run_count_as_one_command() {
    assertThat(admits("GET /api/v1/namespaces/shop/pods/web HTTP/1.1", "a")).isTrue();
    assertThat(admits("DELETE /api/v1/namespaces/shop/pods/web HTTP/1.1", "a")).isTrue();
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(1);
  }

  @Test
  void each_further_exec_of_a_run_counts_as_another_command() {
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(1);
    assertThat(admits(EXEC, "a")).isTrue();
    assertThat(commands.counted()).isEqualTo(2);
    assertThat(admits(EXEC, "a")).isFalse();
  }

  @Test
  void each_request_of_a_client_without_run_ids_counts_as_a_command() {
    assertThat(admits(PODS)).isTrue();
    assertThat(admits(PODS)).isTrue();
    assertThat(admits(PODS)).isFalse();
    assertThat(commands.counted()).isEqualTo(2);
    assertThat(commands.refused()).isEqualTo(1);
  }

  @Test
  void discovery_requests_do_not_count_as_commands() {
    for (String path :
        new String[] {
          "/api", "/api/v1", "/apis", "/apis/apps/v1?timeout=32s", "/openapi/v3", "/version"
        }) {
      assertThat(admits("GET " + path + " HTTP/1.1")).isTrue();
    }
    assertThat(commands.counted()).isZero();
  }

  @Test
  void a_run_that_began_within_the_budget_may_finish() {
    assertThat(admits(PODS, "a")).isTrue();
    assertThat(admits(PODS, "b")).isTrue();
    assertThat(admits(PODS, "c")).isFalse();
    assertThat(admits(PODS, "b")).isTrue();
    assertThat(admits(EXEC, "b")).isTrue();
    assertThat(admits(EXEC, "b")).isFalse();
    assertThat(admits("GET /api HTTP/1.1", "c")).isTrue();
  }
}
