package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The resolv.conf that a kubelet gives its pods. */
class KubeletResolversTest extends ConfiguredKubelet {
  @Test
  void pods_get_another_dns_server_once_the_kubelet_has_started_again() {
    edit(text -> text.replace("10.96.0.10", "10.96.0.99"));
    node.applySleeper("unread");
    node.passSeconds(1);
    assertThat(nameServers()).containsExactly("10.96.0.10");

    startAgainAndRun("read");
    assertThat(nameServers()).containsExactlyInAnyOrder("10.96.0.10", "10.96.0.99");
  }

  @Test
  void without_a_cluster_dns_pods_get_the_dns_server_of_the_node() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "clusterDNS: []"));
    startAgainAndRun("lost");
    assertThat(nameServers()).containsExactly("172.30.0.1");
  }

  @Test
  void without_a_file_for_resolvers_pods_resolve_nothing() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: ''"));
    startAgainAndRun("nowhere");
    assertThat(nameServers()).containsExactly("127.0.0.1");
  }

  @Test
  void a_pod_gets_the_file_that_resolv_conf_names() {
    node.run(() -> node.files().write("/etc/other.conf", "nameserver 192.0.2.53\n"));
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: /etc/other.conf"));
    startAgainAndRun("other");
    assertThat(nameServers()).containsExactly("192.0.2.53");
  }

  @Test
  void no_pod_starts_where_the_file_that_resolv_conf_names_is_not_there() {
    edit(text -> text + "resolvConf: /run/systemd/resolve/gone.conf\n");
    startAgainAndRun("other");
    assertThat(node.log("Failed to create sandbox for pod"))
        .last()
        .asString()
        .contains("open /run/systemd/resolve/gone.conf: no such file or directory");
  }
}
