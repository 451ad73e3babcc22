package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.StuckPod;
import dev.cnilab.lab.shell.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about network plugins, their agents and their configuration. */
class PluginFindingsTest extends FlannelPictures {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 master weave"
            + " | 5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 | link-loose",
        "7: vxlan-6784: <UP> mtu 65535 master datapath"
            + " | 7: vxlan-6784: <UP> mtu 65535 | link-loose",
        "8: vethwepl1@if2: <UP> mtu 1376 master weave"
            + " | 8: vethwepl1@if2: <BROADCAST> mtu 1376 master weave | link-loose",
        "8: vethwepl1@if2: <UP> mtu 1376 master weave | | pod-link-missing",
        "3: weave: <UP> mtu 1376 | 3: weave: <BROADCAST> mtu 1376 | bridge-down",
        "3: weave: <UP> mtu 1376 | | bridge-missing",
        "4: datapath: <UP> mtu 1376 | 4: datapath: <BROADCAST> mtu 1376 | tunnel-down",
        "3: weave inet 10.32.0.1/12 | | bridge-other-address",
      })
  void leftovers_of_a_killed_weave_agent_are_found(String line, String left, String cause) {
    Map<String, String> healthy =
        Map.of(
            "links",
            """
            3: weave: <UP> mtu 1376
            4: datapath: <UP> mtu 1376
            5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 master weave
            6: vethwe-datapath@vethwe-bridge: <UP> mtu 1376 master datapath
            7: vxlan-6784: <UP> mtu 65535 master datapath
            8: vethwepl1@if2: <UP> mtu 1376 master weave
            """,
            "addresses",
            "3: weave inet 10.32.0.1/12 brd x\n");
    Map<String, String> broken = new HashMap<>();
    healthy.forEach(
        (name, text) ->
            broken.put(
                name,
                left == null ? text.replaceAll(line + ".*\n", "") : text.replace(line, left)));

    assertThat(causes(weave(healthy))).isEmpty();
    assertThat(causes(weave(broken))).containsExactly(cause);
  }

  private static ClusterPicture weave(Map<String, String> sections) {
    ConfigFile file =
        new ConfigFile(
            "10-weave.conflist",
            """
            {"name": "weave", "cniVersion": "1.0.0", "plugins": [{"name": "weave", "type": "weave-net"}]}\
            """);
    return picture(List.of(node(1, sections, List.of(file), "weave-net", "loopback")), Map.of());
  }

  @Test
  void drop_rules_of_network_plugins_are_not_taken_for_a_firewall() {
    Map<String, String> sections = sections(1, 2);
    sections.put(
        "filter", "-A FORWARD -o weave -j DROP\n-A INPUT -m comment --comment \"cali:x\" -j DROP");
    assertThat(causes(with(sections))).isEmpty();
  }

  @Test
  void a_first_file_with_a_missing_plugin_is_reported_as_a_second_configuration() {
    ConfigFile old =
        new ConfigFile(
            "05-old.conflist", "{\"name\": \"old\", \"plugins\": [{\"type\": \"cilium-cni\"}]}");
    NodePicture node = node(1, sections(1, 2), List.of(old, conflist()), PROGRAMS);
    assertThat(causes(picture(node, Map.of()))).containsExactly("second-configuration");
  }

  @Test
  void a_missing_loopback_plugin_is_found_beside_a_second_configuration() {
    ConfigFile old =
        new ConfigFile(
            "05-old.conflist", "{\"name\": \"old\", \"plugins\": [{\"type\": \"cilium-cni\"}]}");
    NodePicture node = node(1, sections(1, 2), List.of(old, conflist()), "flannel", "portmap");
    assertThat(causes(picture(node, Map.of())))
        .containsExactly("second-configuration", "plugin-missing");
  }

  @Test
  void a_plugin_without_the_x_bit_is_told_apart_from_a_missing_one() {
    Map<String, String> sections = sections(1, 2);
    sections.put("modes", "-rw-r--r-- 1 root root 1 Jan 1 00:00 flannel");
    NodePicture node = node(1, sections, List.of(conflist()), "loopback", "bridge", "host-local");
    assertThat(causes(picture(node, Map.of())))
        .containsExactlyInAnyOrder("plugin-not-executable", "plugin-missing");
  }

  @Test
  void a_missing_configuration_is_told_apart_from_an_unreadable_one() {
    NodePicture none = node(1, sections(1, 2), List.of(), PROGRAMS);
    assertThat(causes(picture(none, Map.of()))).contains("no-configuration");
    ConfigFile bad = new ConfigFile("10-flannel.conflist", "{\"plugins\": ");
    NodePicture unreadable = node(1, sections(1, 2), List.of(bad), PROGRAMS);
    assertThat(causes(picture(unreadable, Map.of()))).contains("unreadable-configuration");
  }

  @Test
  void a_tunnel_that_no_agent_uses_is_ignored() {
    Map<String, String> sections = sections(1, 2);
    sections.put("subnet", "FLANNEL_SUBNET=10.244.1.1/24\nFLANNEL_MTU=1500");
    sections.put("neighbours", "");
    sections.put("forwarding", "");
    sections.put("routes", "10.244.2.0/24 via 172.30.0.2 dev eth0");
    NodePicture first = node(1, "host-gw", sections, List.of(conflist()), PROGRAMS);
    Map<String, String> others = sections(2, 1);
    others.put("routes", "10.244.1.0/24 via 172.30.0.1 dev eth0");
    NodePicture second = node(2, "host-gw", others, List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(List.of(first, second), Map.of()))).isEmpty();
  }

  @Test
  void agents_with_different_backends_are_found() {
    NodePicture first = node(1, "host-gw", sections(1, 2), List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(first, Map.of()))).contains("agent-other-backend");
  }

  @Test
  void a_missing_plugin_directory_is_found_in_the_error_of_containerd() {
    Map<String, String> sections = sections(1, 2);
    sections.put("modes", "");
    ClusterPicture seen = picture(node(1, sections, List.of(conflist())), Map.of());
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "late", "namespace": "shop", "uid": "u9"}, "spec": {"nodeName": "worker-1"}, "status": {"phase": "Pending"}}\
                """));
    ClusterPicture picture =
        new ClusterPicture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            List.of(
                new StuckPod(
                    waiting,
                    "Failed to create pod sandbox: failed to find plugin \"loopback\" in path"
                        + " [/opt/cni/bin]")),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of());
    assertThat(causes(picture)).containsExactly("plugin-missing");
  }
}
