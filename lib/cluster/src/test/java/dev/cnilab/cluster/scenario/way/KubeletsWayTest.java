package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import dev.cnilab.cluster.tls.KeyType;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kubelet reaches the API server over its node's network, with the certificate on its disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubeletsWayTest {
  private static final String PEM = "/var/lib/kubelet/pki/kubelet-client-current.pem";

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
  void a_node_cut_off_from_the_api_becomes_unknown_and_recovers() {
    String rule = "OUTPUT -p tcp -d 172.30.0.11 --dport 6443 -j DROP";
    cluster.podOn("worker-1", "before");
    cluster.awaitReady("before");
    cluster.onNode("worker-1", "iptables -I " + rule);
    cluster.podOn("worker-1", "bound");

    Duration given = cluster.awaitNode("worker-1", "Unknown");
    assertThat(given).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(56));
    assertThat(cluster.readyCondition("worker-1").path("message").asText())
        .isEqualTo("Kubelet stopped posting node status.");
    assertThat(cluster.pod("before").phase()).isEqualTo("Running");
    assertThat(cluster.pod("bound").phase()).isEqualTo("Pending");
    assertThat(cluster.onNode("worker-1", "iptables -L OUTPUT -n -v | grep dpt:6443"))
        .doesNotStartWith("    0");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(
            line ->
                line.contains(
                    "controller.go:260] \"Failed to update lease\" err=\"Put"
                        + " \\\"https://172.30.0.11:6443/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/worker-1?timeout=10s\\\":"
                        + " net/http: request canceled (Client.Timeout exceeded while awaiting"
                        + " headers)"))
        .anyMatch(line -> line.contains("http2: client connection lost"))
        .anyMatch(
            line ->
                line.matches(
                    ".* status_manager.go:1257\\] \"Failed to get status for pod\" err=\"Get"
                        + " \\\\\"https://172.30.0.11:6443/api/v1/namespaces/default/pods/bound\\\\\":"
                        + " net/http: request canceled .*\" podUID=\"[-0-9a-f]+\""
                        + " pod=\"default/bound\""));

    cluster.onNode("worker-1", "iptables -D " + rule);
    assertThat(cluster.awaitNode("worker-1", "True")).isLessThan(Duration.ofSeconds(12));
    cluster.awaitReady("bound");
  }

  @Test
  void a_kubelet_restarted_without_the_api_keeps_its_pods() {
    String rule = "OUTPUT -p tcp -d 172.30.0.11 --dport 6443 -j DROP";
    cluster.podOn("worker-1", "stays");
    cluster.awaitReady("stays");
    String containers = "crictl ps -q | sort; crictl pods -q | sort";
    String before = cluster.onNode("worker-1", containers);

    cluster.onNode("worker-1", "iptables -I " + rule + "; systemctl restart kubelet");
    cluster.pass(Duration.ofMinutes(3));
    assertThat(cluster.onNode("worker-1", containers)).isEqualTo(before);

    cluster.onNode("worker-1", "iptables -D " + rule);
    cluster.awaitNode("worker-1", "True");
    cluster.pass(Duration.ofSeconds(10));
    assertThat(cluster.onNode("worker-1", containers)).isEqualTo(before);
    assertThat(cluster.pod("stays").restarts()).isZero();
  }

  @Test
  void an_unreadable_kubeconfig_keeps_the_kubelet_from_starting() {
    for (String breakage :
        List.of(
            "mv /etc/kubernetes/kubelet.conf /root/",
            "echo '}{' > /etc/kubernetes/kubelet.conf",
            "mv " + PEM + " /root/kubelet-client-current.pem")) {
      cluster.onNode("worker-2", "cp /etc/kubernetes/kubelet.conf /root/good.conf");
      cluster.onNode("worker-2", breakage + "; systemctl restart kubelet");
      cluster.pass(Duration.ofSeconds(2));
      assertThat(cluster.journal("worker-2", "kubelet"))
          .as(breakage)
          .anyMatch(
              line ->
                  line.contains(
                      "failed to run Kubelet: unable to load bootstrap kubeconfig: stat"
                          + " /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"));
      cluster.onNode(
          "worker-2",
          "cp /root/good.conf /etc/kubernetes/kubelet.conf; mv /root/kubelet-client-current.pem "
              + PEM);
      cluster.pass(Duration.ofSeconds(12));
      cluster.awaitNode("worker-2", "True");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo rubbish > CONF | bootstrap.go:242] "Unhandled Error" err="unable to read existing bootstrap client config from CONF: error loading config file \\"CONF\\": couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct {
          : > CONF | bootstrap.go:242] "Unhandled Error" err="unable to read existing bootstrap client config from CONF: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable"
          sed -i 's/current-context: .*/current-context: nosuch/' CONF | invalid configuration: [context was not found for specified context: nosuch, cluster has no server defined]"
          sed -i 's/user: .*/user: nosuch/' CONF | bootstrap.go:257] "Unhandled Error" err="unable to load TLS certificates from existing bootstrap client config read from CONF: data does not contain any valid RSA or ECDSA certificates"
          sed -i 's#https://#http://#' CONF | bootstrap.go:257] "Unhandled Error" err="unable to load TLS certificates from existing bootstrap client config read from CONF: data
          sed -i 's/certificate-authority-data: .*/certificate-authority-data: cnViYmlzaA==/' CONF | bootstrap.go:252] "Unhandled Error" err="unable to load TLS configuration from existing bootstrap client config read from CONF: unable to load root certificates: unable to parse bytes as PEM block"
          sed -i 's/certificate-authority-data: .*/certificate-authority-data: "***"/' CONF | error loading config file \\"CONF\\": illegal base64 data at input byte 0"
          rm CONF; mkdir CONF | error loading config file \\"CONF\\": read CONF: is a directory"
          """)
  void an_error_in_a_kubeconfig_is_logged(String breakage, String line) {
    String conf = "/etc/kubernetes/kubelet.conf";
    cluster.onNode("worker-2", "cp " + conf + " /root/good.conf");
    cluster.onNode("worker-2", breakage.replace("CONF", conf) + "; systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.journal("worker-2", "kubelet"))
        .anyMatch(each -> each.contains(line.replace("CONF", conf)));
    cluster.onNode("worker-2", "rm -rf " + conf + "; cp /root/good.conf " + conf);
    cluster.pass(Duration.ofSeconds(12));
    cluster.awaitNode("worker-2", "True");
  }

  @Test
  void a_kubelet_with_insecure_skip_tls_verify_needs_no_authority() {
    cluster.onNode(
        "worker-2",
        "cp /etc/kubernetes/kubelet.conf /root/good.conf; sed -i 's/certificate-authority-data:"
            + " .*/insecure-skip-tls-verify: true/' /etc/kubernetes/kubelet.conf; systemctl stop"
            + " kubelet");
    cluster.awaitNode("worker-2", "Unknown");
    cluster.onNode("worker-2", "systemctl start kubelet");
    cluster.awaitNode("worker-2", "True");
    cluster.onNode("worker-2", "cp /root/good.conf /etc/kubernetes/kubelet.conf");
  }

  private static KubeObject certificateOf(KubeObject pod, String node) {
    Random random = new Random(1);
    byte[] stub = KeyType.ED25519.request(KeyType.ED25519.generate(random), random);
    return KubeObject.named(ResourceTypes.POD_CERTIFICATE_REQUESTS, "default", "r")
        .edit(
            json ->
                json.putObject("spec")
                    .put("signerName", "a.b/c")
                    .put("podName", pod.name())
                    .put("podUID", pod.uid())
                    .put("serviceAccountName", "default")
                    .put("serviceAccountUID", "u")
                    .put("nodeName", node)
                    .put("nodeUID", "u")
                    .put("stubPKCS10Request", Base64.getEncoder().encodeToString(stub)));
  }

  @Test
  void a_kubelet_writes_only_its_own_node_and_pods() {
    cluster.podOn("worker-2", "other");
    cluster.awaitReady("other");
    ApiClient kubelet = cluster.cluster().server().client(User.node("worker-1"));
    KubeObject node = cluster.get(ResourceTypes.NODES, "worker-2");
    assertRefused(
        () ->
            kubelet.update(
                ResourceTypes.NODES,
                node.edit(
                    json -> json.withObject("/metadata").withObject("/labels").put("a", "b"))),
        "nodes \"worker-2\" is forbidden: node \"worker-1\" is not allowed to modify node"
            + " \"worker-2\"");
    KubeObject own = cluster.get(ResourceTypes.NODES, "worker-1");
    assertRefused(
        () ->
            kubelet.update(
                ResourceTypes.NODES,
                own.edit(
                    json ->
                        json.withObject("/metadata")
                            .withObject("/labels")
                            .put("node-restriction.kubernetes.io/a", "b")
                            .put("node-role.kubernetes.io/boss", ""))),
        "nodes \"worker-1\" is forbidden: is not allowed to modify labels:"
            + " node-restriction.kubernetes.io/a, node-role.kubernetes.io/boss");
    KubeObject pod = cluster.get(ResourceTypes.PODS, "other");
    assertRefused(
        () ->
            kubelet.updateStatus(
                ResourceTypes.PODS,
                pod.edit(json -> json.withObject("/status").put("phase", "Failed"))),
        "pods \"other\" is forbidden: node \"worker-1\" can only update pod status for pods with"
            + " spec.nodeName set to itself");
    assertRefused(
        () -> kubelet.delete(ResourceTypes.PODS, "default", "other", DeleteOptions.background()),
        "pods \"other\" is forbidden: node \"worker-1\" can only delete pods with"
            + " spec.nodeName set to itself");
    assertRefused(
        () -> kubelet.get(ResourceTypes.SECRETS, "kube-system", "bootstrap-token-abcdef"),
        "secrets \"bootstrap-token-abcdef\" is forbidden: User \"system:node:worker-1\" cannot get"
            + " resource \"secrets\" in API group \"\" in the namespace \"kube-system\": node: no"
            + " relationship found between node 'worker-1' and this object");
    assertRefused(
        () ->
            kubelet.create(ResourceTypes.POD_CERTIFICATE_REQUESTS, certificateOf(pod, "worker-2")),
        "podcertificaterequests.certificates.k8s.io \"r\" is forbidden:"
            + " PodCertificateRequest.Spec.NodeName=\"worker-2\", which is not the requesting node"
            + " \"worker-1\"");
    assertRefused(
        () ->
            kubelet.create(ResourceTypes.POD_CERTIFICATE_REQUESTS, certificateOf(pod, "worker-1")),
        "podcertificaterequests.certificates.k8s.io \"r\" is forbidden: pod \"default/other\" is"
            + " not running on node \"worker-1\" named in the PodCertificateRequest");
    KubeObject used =
        cluster.api(
            any -> kubelet.get(ResourceTypes.CONFIG_MAPS, "kube-flannel", "kube-flannel-cfg"));
    assertThat(used.name()).isEqualTo("kube-flannel-cfg");
  }

  private void assertRefused(Runnable request, String words) {
    assertThatThrownBy(
            () ->
                cluster.api(
                    any -> {
                      request.run();
                      return true;
                    }))
        .hasMessage(words);
  }

  @Test
  void a_kubelet_cannot_read_its_node_with_the_certificate_of_another() {
    cluster.onNode("worker-2", "cp " + PEM + " /root/own.pem");
    String other = cluster.onNode("worker-1", "cat " + PEM);
    assertThat(other).startsWith("-----BEGIN CERTIFICATE-----");
    cluster.onNode("worker-2", "printf '%s' '" + other.strip() + "' > " + PEM);
    cluster.onNode("worker-2", "systemctl restart kubelet");
    cluster.awaitNode("worker-2", "Unknown");
    assertThat(cluster.journal("worker-2", "kubelet"))
        .anyMatch(
            line ->
                line.contains(
                    "node: node 'worker-1' cannot read 'worker-2', only its own Node object"));

    cluster.onNode("worker-2", "cp /root/own.pem " + PEM + "; systemctl restart kubelet");
    cluster.awaitNode("worker-2", "True");
  }
}
