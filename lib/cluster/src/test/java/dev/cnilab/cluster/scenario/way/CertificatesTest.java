package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients verify the API server's certificate by their own clocks and authorities. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {
  private static final String CURL =
      "curl -sS -o /dev/null -w '%{http_code}' --cacert"
          + " /var/run/secrets/kubernetes.io/serviceaccount/ca.crt ";

  private TestCluster cluster;

  @BeforeAll
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @Test
  void a_kubelet_does_not_start_with_an_expired_certificate() {
    cluster.onNode("worker-1", "date -s '2 years'; systemctl restart kubelet");

    cluster.awaitNode("worker-1", "Unknown");
    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(
            line ->
                line.matches(
                    ".*part of the existing bootstrap client certificate in"
                        + " /etc/kubernetes/kubelet.conf is expired:"
                        + " 20\\d\\d-\\d\\d-\\d\\d \\S+ \\+0000 UTC.*"))
        .anyMatch(line -> line.contains("unable to load bootstrap kubeconfig: stat"));

    cluster.onNode("worker-1", "date -s '2 years ago'");
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void an_established_connection_outlives_its_certificate() {
    cluster.onNode("worker-2", "date -s '2 years'");
    cluster.pass(Duration.ofMinutes(2));
    assertThat(cluster.readyCondition("worker-2").path("status").asText()).isEqualTo("True");
    cluster.onNode("worker-2", "date -s '2 years ago'");
  }

  @Test
  void a_kubelet_does_not_start_without_the_authority_of_its_kubeconfig() {
    cluster.onNode(
        "worker-2",
        "cp /etc/kubernetes/kubelet.conf /root/; sed -i 's|certificate-authority-data: .*|"
            + "certificate-authority: /etc/kubernetes/pki/apiserver-kubelet-client.crt|'"
            + " /etc/kubernetes/kubelet.conf; openssl version; systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.journal("worker-2", "kubelet"))
        .anyMatch(line -> line.contains("unable to read certificate-authority"));

    cluster.onNode("worker-2", "cp /root/kubelet.conf /etc/kubernetes/; systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(12));
    cluster.awaitNode("worker-2", "True");
  }

  @Test
  void a_kubelet_rejects_a_server_signed_by_another_authority() {
    cluster.onNode(
        "worker-2",
        "cp /etc/kubernetes/kubelet.conf /root/; sed -i 's|certificate-authority-data: .*|"
            + "certificate-authority: /var/lib/kubelet/pki/kubelet.crt|'"
            + " /etc/kubernetes/kubelet.conf; systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.journal("worker-2", "kubelet"))
        .anyMatch(
            line ->
                line.contains(
                    "tls: failed to verify certificate: x509: certificate signed by unknown"
                        + " authority"));

    cluster.onNode("worker-2", "cp /root/kubelet.conf /etc/kubernetes/; systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(12));
    cluster.awaitNode("worker-2", "True");
  }

  @Test
  void an_api_server_without_its_certificate_does_not_start() {
    cluster.onNode(
        "control-plane",
        "mv /etc/kubernetes/pki/apiserver.crt /root/; kill $(pgrep kube-apiserver)");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(
            cluster.onNode(
                "control-plane",
                "crictl logs $(crictl ps -aq --name kube-apiserver | head -1) 2>&1"))
        .contains("open /etc/kubernetes/pki/apiserver.crt: no such file or directory");

    cluster.onNode("control-plane", "mv /root/apiserver.crt /etc/kubernetes/pki/");
    cluster.pass(Duration.ofSeconds(60));
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_pod_verifies_the_api_server_with_its_mounted_authority() {
    cluster.podOn("worker-1", "asks");
    cluster.awaitReady("asks");
    assertThat(shell("asks", CURL + "https://kubernetes.default.svc/version")).isEqualTo("200");
    assertThat(shell("asks", CURL + "https://172.30.0.11:6443/version")).isEqualTo("200");
    assertThat(shell("asks", "curl -sS https://kubernetes/version 2>&1 | head -1"))
        .isEqualTo("curl: (60) SSL certificate problem: unable to get local issuer certificate");
    assertThat(shell("asks", "curl -sS --cacert /nowhere https://kubernetes/version 2>&1"))
        .isEqualTo("curl: (77) error setting certificate file: /nowhere");
    assertThat(
            shell(
                "asks",
                CURL
                    + "--resolve other.example:443:10.96.0.1 https://other.example/ 2>&1 | head"
                    + " -1"))
        .endsWith(
            "SSL: no alternative certificate subject name matches target host name"
                + " 'other.example'");
  }

  private String shell(String pod, String line) {
    return cluster.inPod(pod, "sh", "-c", line + "; true").strip();
  }

  @Test
  void an_ordinary_pod_cannot_set_the_clock() {
    cluster.podOn("worker-1", "ordinary");
    cluster.awaitReady("ordinary");
    assertThat(shell("ordinary", "date -u -s 2031-01-02T03:04:05 +%F 2>&1"))
        .endsWith("set date: Operation not permitted\n2031-01-02");
    assertThat(cluster.onNode("worker-1", "date +%Y")).doesNotContain("2031");
  }
}
