package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodPowerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostPath   | {"spec": {"volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "hostPath": {"path": "/"}}]}}
          hostPID    | {"spec": {"hostPID": true}}
          hostIPC    | {"spec": {"template": {"spec": {"hostIPC": true}}}}
          privileged | {"spec": {"initContainers": [{"securityContext": {"privileged": true}}]}}
          privileged | {"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"securityContext": {"privileged": true}}]}}}}}}
          SYS_ADMIN  | {"spec": {"containers": [{"securityContext": {"capabilities": {"add": ["CAP_SYS_ADMIN"]}}}]}}
          NET_ADMIN  | {"spec": {"hostNetwork": true, "containers": [{"securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}}]}}
          """)
  void pod_power_is_named_by_the_field_that_grants_it(String field, String manifest) {
    assertThat(PodPower.of(Json.parse(manifest))).contains(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        """
        {"spec": {"hostNetwork": true, "containers": [{"image": "nginx"}]}}\
        """,
        """
        {"spec": {"volumes": [{"name": "a", "configMap": {"name": "b"}}]}}\
        """,
        """
        {"spec": {"containers": [{"securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}}]}}\
        """
      })
  void ordinary_pods_have_no_power(String manifest) {
    assertThat(PodPower.of(Json.parse(manifest))).isEmpty();
  }
}
