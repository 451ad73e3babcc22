package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Variables of the Weave agent. */
class WeaveOptionsTest extends WeaveCluster {
  /** Sets one of weaver's variables and replaces the agents. */
  private void setVariable(String name, String value) {
    cluster.api(
        client -> {
          client.patch(
              ResourceTypes.DAEMON_SETS,
              "kube-system",
              "weave-net",
              Patch.strategic(
                  Json.parse(
                      """
                      {"spec": {"template": {"spec": {"containers": [{"name": "weave", "env":
                      [{"name": "%s", "value": "%s"}]}]}}}}
                      """
                          .formatted(name, value))));
          return true;
        });
    cluster.deletePods("name", "weave-net");
    cluster.pass(Duration.ofSeconds(60));
  }

  @Test
  void weave_mtu_applies_to_newly_created_links() {
    setVariable("WEAVE_MTU", "1300");
    assertThat(cluster.onNode("worker-1", "ip link show weave")).contains("mtu 1376");
    cluster.onNode(
        "worker-1", "ip link del weave; ip link del datapath; ip link del vethwe-bridge");
    cluster.onNode("worker-1", "ip link del vxlan-6784");
    setVariable("WEAVE_MTU", "1300");
    assertThat(cluster.onNode("worker-1", "ip link show weave")).contains("mtu 1300");
  }

  @Test
  void weave_rejects_a_password_and_an_invalid_mtu() {
    setVariable("WEAVE_PASSWORD", "secret");
    assertThat(
            cluster.onNode(
                "worker-1",
                "cat $(ls -t /var/log/pods/kube-system_weave-net*/weave/*.log | head -1)"))
        .contains("WEAVE_PASSWORD: \"secret\" is not available on this machine");
    setVariable("WEAVE_PASSWORD", "");
    setVariable("WEAVE_MTU", "x");
    assertThat(
            cluster.onNode(
                "worker-1",
                "cat $(ls -t /var/log/pods/kube-system_weave-net*/weave/*.log | head -1)"))
        .contains("invalid value \"x\" for flag -mtu: parse error");
  }
}
