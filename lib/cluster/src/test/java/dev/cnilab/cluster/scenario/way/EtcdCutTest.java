package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between kube-apiserver and etcd something is in the way; the words are those of 1.37.2. */
class EtcdCutTest {
  private static final String RULE = " OUTPUT -p tcp --dport 2379 -j ";
  private static final String READYZ = "curl -sk https://127.0.0.1:6443/readyz";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  private String onControlPlane(String command) {
    return cluster.onNode("control-plane", command);
  }

  private String serverLog() {
    return onControlPlane("cat /var/log/pods/*kube-apiserver*/*/*.log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DROP", "REJECT --reject-with tcp-reset"})
  void a_firewall_rule_cuts_the_api_server_off_from_etcd(String target) {
    onControlPlane("iptables -A" + RULE + target);
    cluster.pass(Duration.ofSeconds(5));
    assertThat(onControlPlane(READYZ))
        .contains("[-]etcd failed: reason withheld\n[-]etcd-readiness failed: reason withheld\n");
    onControlPlane("pkill kube-apiserver");
    cluster.pass(Duration.ofSeconds(45));
    assertThat(serverLog())
        .contains("grpc: addrConn.createTransport failed to connect to {Addr: \"127.0.0.1:2379\"")
        .contains("etcd grpc connection not ready: context deadline exceeded");

    onControlPlane("iptables -D" + RULE + target);
    cluster.await("ready again", Duration.ofMinutes(6), () -> onControlPlane(READYZ).equals("ok"));
    cluster.podOn("worker-1", "after");
    cluster.awaitReady("after");
  }

  @Test
  void the_api_server_switches_to_the_next_etcd_endpoint() {
    onControlPlane("iptables -A OUTPUT -d 203.0.113.9 -j DROP");
    onControlPlane(
        "sed -i 's|--etcd-servers=|--etcd-servers=https://203.0.113.9:2379,|'"
            + " /etc/kubernetes/manifests/kube-apiserver.yaml");
    cluster.pass(Duration.ofSeconds(90));
    cluster.await("ready again", Duration.ofMinutes(3), () -> onControlPlane(READYZ).equals("ok"));

    for (int i = 0; i < 30; i++) {
      cluster.pass(Duration.ofSeconds(2));
      assertThat(onControlPlane(READYZ)).isEqualTo("ok");
    }
  }

  @Test
  void the_api_server_rejects_an_etcd_signed_by_another_authority() {
    onControlPlane("cp -r /etc/kubernetes/pki /root/");
    onControlPlane("cp /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/etcd/ca.crt");
    onControlPlane("pkill kube-apiserver");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(serverLog())
        .contains(
            "authentication handshake failed: tls: failed to verify certificate: x509: certificate"
                + " signed by unknown authority")
        .contains("etcd grpc connection not ready: context deadline exceeded");

    onControlPlane("cp /root/pki/etcd/ca.crt /etc/kubernetes/pki/etcd/ca.crt");
    cluster.await("ready again", Duration.ofMinutes(6), () -> onControlPlane(READYZ).equals("ok"));
  }
}
