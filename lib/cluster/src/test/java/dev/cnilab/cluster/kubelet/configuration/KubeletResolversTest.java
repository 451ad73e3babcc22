package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The resolv.conf that a kubelet gives its pods. */
class KubeletResolversTest extends ConfiguredKubelet {
  @Test
  void a_changed_cluster_dns_takes_effect_after_a_restart() {
    edit(text -> text.replace("10.96.0.10", "10.96.0.99"));
    node.applySleeper("unread");
    node.passSeconds(1);
    assertThat(nameServers()).containsExactly("10.96.0.10");

    startAgainAndRun("read");
    assertThat(nameServers()).containsExactlyInAnyOrder("10.96.0.10", "10.96.0.99");
  }

  @Test
  void pods_get_the_dns_server_of_the_node_without_a_cluster_dns() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "clusterDNS: []"));
    startAgainAndRun("lost");
    assertThat(nameServers()).containsExactly("172.30.0.1");
  }

  @Test
  void pods_get_no_dns_server_with_an_empty_resolv_conf_setting() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: ''"));
    startAgainAndRun("nowhere");
    assertThat(nameServers()).containsExactly("127.0.0.1");
  }

  @Test
  void the_resolv_conf_setting_selects_the_file_for_pods() {
    node.run(() -> node.files().write("/etc/other.conf", "nameserver 192.0.2.53\n"));
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: /etc/other.conf"));
    startAgainAndRun("other");
    assertThat(nameServers()).containsExactly("192.0.2.53");
  }

  @Test
  void a_missing_resolv_conf_file_keeps_pods_from_starting() {
    edit(text -> text + "resolvConf: /run/systemd/resolve/gone.conf\n");
    startAgainAndRun("other");
    assertThat(node.log("Failed to create sandbox for pod"))
        .last()
        .asString()
        .contains("open /run/systemd/resolve/gone.conf: no such file or directory");
  }
}
