package dev.cnilab.lab.begun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectLookTest {

  private static final String FLANNEL =
      """
      {"metadata": {"namespace": "kube-flannel", "name": "kube-flannel-ds"},
       "spec": {%s}}
      """;

  /** The look at a DaemonSet with this specification. */
  private static Map<String, String> seen(String specification) throws IOException {
    try (FakeApi api = new FakeApi()) {
      for (String namespace : new String[] {"kube-system", "kube-flannel", "default"}) {
        api.list("/apis/apps/v1/namespaces/" + namespace + "/daemonsets");
        api.list("/apis/apps/v1/namespaces/" + namespace + "/deployments");
        api.list("/api/v1/namespaces/" + namespace + "/services");
        api.list("/api/v1/namespaces/" + namespace + "/configmaps");
      }
      api.list("/apis/networking.k8s.io/v1/networkpolicies");
      api.list("/api/v1/nodes");
      api.list(
          "/apis/apps/v1/namespaces/kube-flannel/daemonsets",
          Json.parse(FLANNEL.formatted(specification)));
      return new ObjectLook(api.cluster()).things();
    }
  }

  @Test
  void the_order_of_fields_does_not_count_as_a_change() throws IOException {
    assertThat(seen("\"a\": 1, \"b\": {\"c\": 2, \"d\": [3, 4]}"))
        .isEqualTo(seen("\"b\": {\"d\": [3, 4], \"c\": 2}, \"a\": 1"));
  }

  @Test
  void a_different_field_and_a_different_list_order_are_changes() throws IOException {
    assertThat(seen("\"a\": 1")).isNotEqualTo(seen("\"a\": 2"));
    assertThat(seen("\"a\": [1, 2]")).isNotEqualTo(seen("\"a\": [2, 1]"));
  }

  @Test
  void a_rollout_restart_does_not_count_as_a_change() throws IOException {
    String restarted =
        "\"annotations\": {\"kubectl.kubernetes.io/restartedAt\": \"%s\"}, \"labels\": {}";
    assertThat(seen(restarted.formatted("now"))).isEqualTo(seen("\"labels\": {}"));
  }
}
