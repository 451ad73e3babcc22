package dev.cnilab.cluster.containerd.network;

import static dev.cnilab.cluster.containerd.RuntimeNode.withoutIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sandboxes on a node whose network configuration is broken. */
class BrokenSandboxNetworkTest extends FlannelSandboxes {
  private static final String FAILED =
      "rpc error: code = Unknown desc = failed to setup network for sandbox \"ID\": ";

  @Test
  void a_misspelled_plugin_fails_the_sandbox_and_leaves_no_namespace() {
    node.sh("sed -i 's/\"flannel\"/\"flannelx\"/' " + RuntimeNode.CONFLIST);

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannelx\" failed (add): failed to find plugin \"flannelx\" in"
                + " path [/opt/cni/bin]");
    assertThat(node.networkReady()).startsWith("NetworkReady=true");
    assertThat(node.list("/run/netns")).isEmpty();
    assertThat(withoutIds(String.join("\n", node.journal())))
        .contains(
            "level=error msg=\"Failed to destroy network for sandbox \\\"ID\\\"\" error=\"plugin"
                + " type=\\\"flannelx\\\" failed (delete): failed to find plugin \\\"flannelx\\\""
                + " in path [/opt/cni/bin]\"");
  }

  @Test
  void a_missing_delegate_plugin_is_named() {
    node.sh("mv /opt/cni/bin/bridge /root");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to delegate add: failed to find"
                + " plugin \"bridge\" in path [/opt/cni/bin]");
  }

  @Test
  void a_missing_subnet_env_fails_add_but_not_delete() {
    String before = node.pod("before");
    node.sh("rm /run/flannel/subnet.env");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to load flannel 'subnet.env' file:"
                + " open /run/flannel/subnet.env: no such file or directory. Check the flannel pod"
                + " log for this node.");
    node.remove(before);
    assertThat(node.addresses("cbr0")).isEmpty();
  }

  @Test
  void an_incomplete_subnet_env_is_reported_with_its_missing_keys() {
    node.write("/run/flannel/subnet.env", "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_MTU=1450\n");

    assertThat(node.whyNot("a"))
        .contains(
            "/run/flannel/subnet.env is missing FLANNEL_SUBNET, FLANNEL_IPV6_SUBNET,"
                + " FLANNEL_IPMASQ. Check the flannel pod log");
  }

  @Test
  void a_missing_loopback_plugin_leaks_an_address() {
    node.sh("mv /opt/cni/bin/loopback /root");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"loopback\" failed (add): failed to find plugin \"loopback\" in"
                + " path [/opt/cni/bin]");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");
  }

  @Test
  void a_missing_chained_plugin_leaks_an_address_at_each_attempt() {
    node.sh("mv /opt/cni/bin/portmap /root");
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(node.whyNot("m"))
          .isEqualTo(
              FAILED
                  + "plugin type=\"portmap\" failed (add): failed to find plugin \"portmap\" in"
                  + " path [/opt/cni/bin]");
    }
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2", "10.244.1.3", "10.244.1.4");

    node.sh("mv /root/portmap /opt/cni/bin/portmap");
    String id = node.pod("m");
    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips())
        .containsExactly("10.244.1.5");
    node.remove(id);
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2", "10.244.1.3", "10.244.1.4");
  }

  @Test
  void an_exhausted_range_works_again_after_an_address_is_freed() {
    node.sh("sed -i s:10.244.1.1/24:10.244.1.1/29: /run/flannel/subnet.env");
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pods.add(node.pod("p" + i));
    }

    assertThat(node.whyNot("e"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to allocate"
                + " for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.6");
    node.remove(pods.get(1));
    String id = node.pod("e");
    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips())
        .containsExactly("10.244.1.3");
  }

  @Test
  void a_narrowed_range_conflicts_with_the_address_of_the_old_bridge() {
    node.pod("before");
    node.sh("sed -i s:10.244.1.1/24:10.244.1.1/29: /run/flannel/subnet.env");

    assertThat(node.whyNot("e"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to set"
                + " bridge addr: \"cni0\" already has an IP address different from 10.244.1.1/29");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");
  }

  @Test
  void a_deleted_bridge_is_recreated_without_the_old_pods() {
    String before = node.pod("before");
    node.sh("ip link delete cni0");
    node.pod("after");

    assertThat(node.sh("ip -4 -o addr show cni0")).contains("10.244.1.1/24");
    assertThat(node.sh("ip -o link").lines().filter(line -> line.contains("master cni0")))
        .hasSize(1);
    assertThat(node.run(() -> node.containerd().podSandboxStatus(before)).state())
        .isEqualTo(PodSandboxStatus.State.SANDBOX_READY);
  }

  @Test
  void a_leftover_configuration_that_sorts_first_fails_new_pods() {
    node.write(
        "/etc/cni/net.d/05-cilium.conflist",
        "{\"cniVersion\": \"0.3.1\", \"name\": \"cilium\", \"plugins\": [{\"type\":"
            + " \"cilium-cni\"}]}");

    assertThat(node.whyNot("k"))
        .isEqualTo(
            FAILED
                + "plugin type=\"cilium-cni\" failed (add): failed to find plugin \"cilium-cni\" in"
                + " path [/opt/cni/bin]");
  }

  @Test
  void a_plugin_that_cannot_be_executed_fails_with_the_error_of_the_kernel() {
    node.sh("chmod -x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): netplugin failed with no error message:"
                + " fork/exec /opt/cni/bin/flannel: permission denied");

    node.sh("echo garbage > /opt/cni/bin/flannel; chmod +x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a")).endsWith("fork/exec /opt/cni/bin/flannel: exec format error");
  }

  @Test
  void the_output_of_a_script_as_plugin_becomes_the_error() {
    node.write("/opt/cni/bin/flannel", "#!/bin/sh\necho broken >&2\nexit 3\n");
    node.sh("chmod +x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a"))
        .endsWith("failed (add): netplugin failed: \"broken\\n\": exit status 3");

    node.write("/opt/cni/bin/flannel", "#!/bin/sh\necho hello\n");
    assertThat(node.whyNot("a"))
        .endsWith(
            "failed (add): failed to unmarshal raw result: invalid character 'h' looking for"
                + " beginning of value");

    node.write(
        "/opt/cni/bin/flannel",
        "#!/bin/sh\necho '{\"code\": 7, \"msg\": \"no\", \"details\": \"not today\"}'\nexit 1\n");
    assertThat(node.whyNot("a")).endsWith("plugin type=\"flannel\" failed (add): no; not today");
  }

  @Test
  void an_error_of_a_single_conf_names_the_plugin_and_the_network() {
    node.sh("rm " + RuntimeNode.CONFLIST);
    node.write(
        "/etc/cni/net.d/10-weave.conf",
        "{\"cniVersion\": \"0.3.0\", \"name\": \"weave\", \"type\": \"weave-net\"}");

    assertThat(node.whyNot("a"))
        .contains("plugin type=\"weave-net\" name=\"weave\" failed (add): failed to find plugin");
  }

  @Test
  void a_sandbox_cannot_be_removed_without_a_network_configuration() {
    String id = node.pod("before");
    node.sh("mv " + RuntimeNode.CONFLIST + " /etc/away");

    assertThatThrownBy(() -> node.remove(id))
        .isInstanceOf(CriException.class)
        .hasMessage(
            "rpc error: code = Unknown desc = failed to destroy network for sandbox \""
                + id
                + "\": cni plugin not initialized");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");

    node.sh("cp /etc/away " + RuntimeNode.CONFLIST);
    node.remove(id);
    assertThat(node.addresses("cbr0")).isEmpty();
    assertThat(node.list("/run/netns")).isEmpty();
    assertThat(node.sh("ip -o link")).doesNotContain("veth");
  }
}
