package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A kubelet that has lost its identity asks for one with a token, as after kubeadm join. */
class BootstrapTest {
  private static final String RIGHT = "abcdef.0123456789abcdef";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  private String onNode(String command) {
    return cluster.onNode("worker-1", command);
  }

  private void forget() {
    onNode("systemctl stop kubelet; rm -f /etc/kubernetes/kubelet.conf /var/lib/kubelet/pki/*");
  }

  private void startWith(String token) {
    startWith(token, "certificate-authority: /etc/kubernetes/pki/ca.crt");
  }

  private void startWith(String token, String trust) {
    onNode(
        """
        cat > /etc/kubernetes/bootstrap-kubelet.conf <<X
        apiVersion: v1
        kind: Config
        clusters:
        - name: kubernetes
          cluster: {TRUST, server: "https://172.30.0.11:6443"}
        users:
        - name: tls-bootstrap-token-user
          user: {token: TOKEN}
        contexts:
        - name: c
          context: {cluster: kubernetes, user: tls-bootstrap-token-user}
        current-context: c
        X
        systemctl start kubelet
        """
            .replace("TOKEN", token)
            .replace("TRUST", trust));
    cluster.pass(Duration.ofSeconds(8));
  }

  private List<KubeObject> requests() {
    return cluster.list(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS).stream()
        .filter(request -> request.text("/spec/username").equals("system:bootstrap:abcdef"))
        .toList();
  }

  private void unbind(String binding) {
    cluster.api(
        client -> {
          client.delete(
              ResourceTypes.CLUSTER_ROLE_BINDINGS, "", binding, DeleteOptions.background());
          return true;
        });
  }

  private void approve(String request) {
    KubeObject pending = cluster.get(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, request);
    cluster.api(
        client ->
            client.updateSubresource(
                ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
                pending.edit(
                    json ->
                        json.withObject("/status")
                            .putArray("conditions")
                            .add(Conditions.of("Approved", "True", "KubectlApprove", ""))),
                "approval"));
  }

  @Test
  void a_kubelet_with_a_valid_bootstrap_token_gets_a_certificate() {
    forget();
    onNode("systemctl start kubelet");
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(
            line ->
                line.contains(
                    "failed to run Kubelet: unable to load bootstrap kubeconfig: stat"
                        + " /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"));

    startWith(RIGHT);
    assertThat(requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.at("/status/conditions/0/message").asText())
                    .isEqualTo(
                        "Auto approving kubelet client certificate after SubjectAccessReview."));
    assertThat(onNode("cat /etc/kubernetes/kubelet.conf"))
        .contains(
            "    certificate-authority: /etc/kubernetes/pki/ca.crt\n",
            "    client-key: /var/lib/kubelet/pki/kubelet-client-current.pem\n");
    assertThat(onNode("ls -l /etc/kubernetes/kubelet.conf")).startsWith("-rw-------");
    cluster.awaitNode("worker-1", "True");
    cluster.podOn("worker-1", "after");
    cluster.awaitReady("after");
  }

  private String written() {
    return onNode("grep -A3 cluster: /etc/kubernetes/kubelet.conf");
  }

  @Test
  void the_new_kubeconfig_keeps_the_trust_settings_of_the_bootstrap_file() {
    String cluster = "- cluster:\n";
    String server = "    server: https://172.30.0.11:6443\n";
    forget();
    startWith(RIGHT, "insecure-skip-tls-verify: true");
    assertThat(written()).startsWith(cluster + "    insecure-skip-tls-verify: true\n" + server);
    this.cluster.awaitNode("worker-1", "True");

    forget();
    startWith(RIGHT, "certificate-authority: pki/ca.crt");
    String file = "    certificate-authority: /etc/kubernetes/pki/ca.crt\n";
    assertThat(written()).startsWith(cluster + file + server);

    String data = onNode("base64 -w0 /etc/kubernetes/pki/ca.crt");
    forget();
    startWith(RIGHT, "certificate-authority: pki/ca.crt, certificate-authority-data: " + data);
    assertThat(written()).startsWith(cluster + file + server);
  }

  @Test
  void a_wrong_bootstrap_token_gets_no_certificate() {
    forget();
    startWith("abcdef.9999999999999999");
    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(line -> line.contains("cannot create certificate signing request: Unauthorized"));
    assertThat(requests()).isEmpty();
    assertThat(onNode("ls /var/lib/kubelet/pki")).doesNotContain("client");

    forget();
    startWith(RIGHT);
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_bootstrap_request_waits_for_manual_approval() {
    unbind("kubeadm:node-autoapprove-bootstrap");
    forget();
    startWith(RIGHT);
    assertThat(requests())
        .singleElement()
        .satisfies(request -> assertThat(request.at("/status/conditions").isEmpty()).isTrue());

    String name = requests().getFirst().name();
    approve(name);
    cluster.await(
        "the kubelet has its certificate",
        Duration.ofSeconds(30),
        () -> onNode("ls /var/lib/kubelet/pki").contains("kubelet-client-current.pem"));
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_bootstrap_token_without_the_right_to_request_is_forbidden() {
    unbind("kubeadm:kubelet-bootstrap");
    forget();
    startWith(RIGHT);

    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(
            line ->
                line.contains(
                    "cannot create certificate signing request:"
                        + " certificatesigningrequests.certificates.k8s.io is forbidden: User"
                        + " \\\"system:bootstrap:abcdef\\\" cannot create resource"));
  }
}
