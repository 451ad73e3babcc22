package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An etcd that demands less of its clients than kubeadm's, or listens without TLS. */
class EtcdTlsTest {
  private static final String MANIFESTS = "/etc/kubernetes/manifests/";
  private static final String READYZ = "curl -sk https://127.0.0.1:6443/readyz";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  private String onControlPlane(String command) {
    return cluster.onNode("control-plane", command);
  }

  private void edit(String etcd, String apiServer) {
    onControlPlane(
        "sed -i '%s' %setcd.yaml; sed -i '%s' %skube-apiserver.yaml"
            .formatted(etcd, MANIFESTS, apiServer, MANIFESTS));
    cluster.pass(Duration.ofMinutes(2));
  }

  private void awaitReady() {
    cluster.await("ready again", Duration.ofMinutes(6), () -> onControlPlane(READYZ).equals("ok"));
    cluster.podOn("worker-1", "after");
    cluster.awaitReady("after");
  }

  @Test
  void etcd_without_tls_is_reached_over_http() {
    edit(
        "/-file=/d; s|https://|http://|g",
        "s|--etcd-servers=https|--etcd-servers=http|; /--etcd-.*file=/d");
    awaitReady();
  }

  @Test
  void etcd_clients_need_no_certificate_if_client_cert_auth_is_off() {
    edit(
        "/--trusted-ca-file=/d; s/-cert-auth=true/-cert-auth=false/",
        "/--etcd-certfile=/d; /--etcd-keyfile=/d");
    awaitReady();
  }

  @Test
  void etcd_clients_without_a_required_certificate_are_rejected() {
    edit("/--trusted-ca-file=/d", "/--etcd-certfile=/d; /--etcd-keyfile=/d");
    assertThat(onControlPlane("cat /var/log/pods/*kube-apiserver*/*/*.log"))
        .contains("authentication handshake failed: remote error: tls: bad certificate");
  }

  @Test
  void the_api_server_reports_tls_on_one_side_only() {
    edit("", "s|--etcd-servers=https|--etcd-servers=http|");
    assertThat(onControlPlane("cat /var/log/pods/*kube-apiserver*/*/*.log"))
        .contains("error reading server preface: EOF");

    edit("s|client-urls=https|client-urls=http|; s|,https|,http|", "s|=http:|=https:|");
    assertThat(onControlPlane("cat /var/log/pods/*kube-apiserver*/*/*.log"))
        .contains("authentication handshake failed: EOF");
  }

  @Test
  void an_https_client_url_of_etcd_needs_a_certificate_and_a_key() {
    edit("/ --cert-file=/d; / --key-file=/d", "");
    assertThat(onControlPlane("cat /var/log/pods/*_etcd-*/*/*.log"))
        .contains(
            "TLS key/cert (--cert-file, --key-file) must be provided for client url"
                + " https://127.0.0.1:2379 with HTTPS scheme");
  }
}
