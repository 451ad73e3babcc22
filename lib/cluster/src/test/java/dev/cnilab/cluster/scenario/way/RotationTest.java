package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.PemText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kubelet renews its certificate before it expires, if somebody approves that. */
class RotationTest {
  private static final String PKI = "/var/lib/kubelet/pki/";
  private static final String CURRENT = PKI + "kubelet-client-current.pem";
  private static final String BINDING = "kubeadm:node-autoapprove-certificate-rotation";

  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void a_certificate_near_expiry_is_rotated() {
    assertThat(cluster.onNode("worker-1", "readlink " + CURRENT))
        .matches(PKI + "kubelet-client-\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d.pem\n");
    giveCertificate(Duration.ofMinutes(5));

    cluster.pass(Duration.ofMinutes(5));
    List<KubeObject> requests = requests();
    assertThat(requests).hasSize(1);
    KubeObject request = requests.getFirst();
    assertThat(request.name()).matches("csr-[a-z0-9]{5}");
    assertThat(request.text("/spec/username")).isEqualTo("system:node:worker-1");
    assertThat(request.text("/spec/signerName"))
        .isEqualTo("kubernetes.io/kube-apiserver-client-kubelet");
    assertThat(request.text("/status/conditions/0/reason")).isEqualTo("AutoApproved");
    assertThat(request.text("/status/conditions/0/message"))
        .isEqualTo("Auto approving self kubelet client certificate after SubjectAccessReview.");
    assertThat(cluster.onNode("worker-1", "ls " + PKI + " | grep -c kubelet-client-2"))
        .isEqualTo("2\n");
    assertThat(PemText.certificate(cluster.onNode("worker-1", "cat " + CURRENT)))
        .hasValueSatisfying(
            renewed ->
                assertThat(renewed.getNotAfter().toInstant())
                    .isAfter(cluster.cluster().loop().now().plus(Duration.ofDays(360))));
    assertThat(journal())
        .anyMatch(
            line ->
                line.contains(
                    "\"Certificate rotation detected, shutting down client connections to start"
                        + " using new credentials\""));
    cluster.pass(Duration.ofMinutes(10));
    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");

    cluster.pass(Duration.ofMinutes(50));
    assertThat(requests()).isEmpty();
  }

  @Test
  void a_rotation_request_waits_for_manual_approval() {
    requireApproval();
    giveCertificate(Duration.ofMinutes(5));

    cluster.pass(Duration.ofMinutes(5));
    KubeObject request = requests().getFirst();
    assertThat(request.at("/status/conditions")).isEmpty();
    cluster.api(
        client ->
            client.updateSubresource(
                ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
                request.edit(
                    json ->
                        json.withObject("/status")
                            .putArray("conditions")
                            .add(Conditions.of("Approved", "True", "KubectlApprove", ""))),
                "approval"));
    cluster.pass(Duration.ofMinutes(10));
    assertThat(requests().getFirst().text("/status/certificate")).isNotEmpty();
    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
  }

  @Test
  void a_kubelet_whose_certificate_expires_ends_until_it_gets_a_new_one() {
    requireApproval();
    giveCertificate(Duration.ofMinutes(5));

    cluster.pass(Duration.ofMinutes(5));
    cluster.awaitNode("worker-1", "Unknown");
    assertThat(journal())
        .anyMatch(
            line ->
                line.matches(
                    ".*\"(Failed to update lease|Error updating node status, will retry)\""
                        + " err=\"(error getting node .*: )?Unauthorized\""))
        .anyMatch(
            line ->
                line.contains(
                    "\"Error updating node status, will retry\" err=\"error getting node"
                        + " \\\"worker-1\\\": nodes \\\"worker-1\\\" is forbidden: User"
                        + " \\\"system:anonymous\\\" cannot get resource \\\"nodes\\\""));
    cluster.pass(Duration.ofMinutes(20));
    assertThat(journal())
        .anyMatch(
            line ->
                line.contains(
                    "\"No valid client certificate is found but the server is not responsive. A"
                        + " restart may be necessary to retrieve new initial credentials.\""))
        .anyMatch(
            line ->
                line.endsWith(
                    "\"Certificate request was not signed\" err=\"timed out waiting for the"
                        + " condition\""
                        + " logger=\"kubernetes.io/kube-apiserver-client-kubelet.UnhandledError\""))
        .anyMatch(
            line ->
                line.contains(
                    "\"No valid client certificate is found and the server is responsive,"
                        + " exiting.\""))
        .anyMatch(line -> line.contains("/etc/kubernetes/kubelet.conf is expired: 2"));

    giveCertificate(Duration.ofDays(365));
    cluster.awaitNode("worker-1", "True");
  }

  /** What kubeadm's guide says about a rotation that has failed. */
  @Test
  void a_kubelet_uses_the_kubeconfig_certificate_if_its_store_is_empty() {
    recover("rm " + PKI + "kubelet-client*");
  }

  @Test
  void a_kubelet_uses_the_kubeconfig_certificate_if_the_stored_one_expired() {
    Authority.Issued expired = issue(Duration.ofSeconds(1));
    recover(write(CURRENT, expired.certificate() + expired.key()));
  }

  private void recover(String loss) {
    cluster.onNode("worker-1", "systemctl stop kubelet");
    cluster.awaitNode("worker-1", "Unknown");
    Authority.Issued issued = issue(Duration.ofDays(30));
    cluster.onNode("worker-1", loss);
    cluster.onNode(
        "worker-1",
        "sed -i 's|client-certificate: .*|client-certificate-data: %s|; s|client-key: .*|client-key-data: %s|' /etc/kubernetes/kubelet.conf"
            .formatted(base64(issued.certificate()), base64(issued.key())));
    cluster.onNode("worker-1", "systemctl start kubelet");

    cluster.awaitNode("worker-1", "True");
    cluster.pass(Duration.ofMinutes(1));
    assertThat(requests())
        .singleElement()
        .satisfies(request -> assertThat(request.text("/status/certificate")).isNotEmpty());
    assertThat(PemText.certificate(cluster.onNode("worker-1", "cat " + CURRENT)))
        .hasValueSatisfying(
            renewed ->
                assertThat(renewed.getNotAfter().toInstant())
                    .isAfter(cluster.now().plus(Duration.ofDays(360))));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Takes from the kubelets the right to have their requests approved automatically. */
  private void requireApproval() {
    cluster.api(
        client -> {
          client.delete(
              ResourceTypes.CLUSTER_ROLE_BINDINGS, "", BINDING, DeleteOptions.background());
          return true;
        });
  }

  private List<KubeObject> requests() {
    return cluster.api(client -> client.list(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS));
  }

  private List<String> journal() {
    return cluster.journal("worker-1", "kubelet");
  }

  /** As from a signer that gives its certificates a short life. */
  private void giveCertificate(Duration life) {
    Authority.Issued issued = issue(life);
    cluster.onNode(
        "worker-1",
        write(CURRENT, issued.certificate() + issued.key()) + "systemctl restart kubelet");
  }

  private static String write(String path, String text) {
    return "cat > " + path + " <<'EOF'\n" + text + "EOF\n";
  }

  private Authority.Issued issue(Duration life) {
    return cluster.api(
        any ->
            cluster
                .cluster()
                .server()
                .authority()
                .issue(
                    new Authority.Subject("system:node:worker-1", List.of("system:nodes")),
                    cluster.cluster().loop().now(),
                    life));
  }
}
