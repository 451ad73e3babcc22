package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.scenario.TestCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an administrator types about certificates; the words are those of OpenSSL 3.0. */
class OpensslTest {
  private static final String PKI = "/etc/kubernetes/pki/";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  private String sh(String command) {
    return cluster.onNode("control-plane", command);
  }

  @Test
  void openssl_x509_prints_parts_of_a_certificate_and_all_of_it() {
    assertThat(
            sh(
                "openssl x509 -in "
                    + (PKI + "apiserver-kubelet-client.crt -noout -subject -issuer -dates")))
        .isEqualTo(
            """
            subject=CN = kube-apiserver-kubelet-client
            issuer=CN = kubernetes
            notBefore=Dec 31 23:55:00 2025 GMT
            notAfter=Jan  1 00:00:00 2027 GMT
            """);
    assertThat(sh("openssl x509 -in " + PKI + "apiserver.crt -noout -text"))
        .startsWith("Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: ")
        .contains(
            "        Subject Public Key Info:\n            Public Key Algorithm: id-ecPublicKey\n"
                + "                Public-Key: (384 bit)\n",
            "            X509v3 Extended Key Usage: \n"
                + "                TLS Web Server Authentication\n",
            "            X509v3 Subject Alternative Name: \n                DNS:kubernetes, ")
        .containsPattern("    Signature Value:\n        30:6[0-9]:02:.*:\n");
    assertThat(sh("openssl x509 -in " + PKI + "ca.crt")).isEqualTo(sh("cat " + PKI + "ca.crt"));
  }

  @Test
  void openssl_x509_checkend_reports_whether_a_certificate_will_expire() {
    String file = "openssl x509 -in " + PKI + "apiserver.crt -noout -checkend ";
    assertThat(sh(file + "86400; echo $?")).isEqualTo("Certificate will not expire\n0\n");
    assertThat(sh(file + "999999999; echo $?")).isEqualTo("Certificate will expire\n1\n");
    assertThat(sh("openssl x509 -in /nosuch -noout -text 2>&1; echo $?"))
        .isEqualTo(
            "Could not open file or uri for loading certificate from /nosuch\n"
                + "Unable to load certificate\n1\n");
    assertThat(sh("openssl x509 -in /etc/hosts -noout 2>&1"))
        .isEqualTo("Could not read certificate from /etc/hosts\nUnable to load certificate\n");
    assertThat(sh("openssl bogus 2>&1; openssl req 2>&1"))
        .isEqualTo(
            "Invalid command 'bogus'; type \"help\" for a list.\n"
                + "openssl req is not available on this machine\n");
  }

  @Test
  void openssl_verify_and_s_client_check_certificates_against_an_authority() {
    assertThat(
            sh(
                "cd /etc/kubernetes/pki; openssl verify -CAfile ca.crt apiserver.crt"
                    + " etcd/server.crt 2>&1"))
        .isEqualTo(
            """
            apiserver.crt: OK
            CN = control-plane
            error 20 at 0 depth lookup: unable to get local issuer certificate
            error etcd/server.crt: verification failed
            """);
    assertThat(sh("echo | openssl s_client -connect 127.0.0.1:6443 2>/dev/null"))
        .contains(
            "subject=CN = kube-apiserver\nissuer=CN = kubernetes\n",
            "Verify return code: 21 (unable to verify the first certificate)\n");
    assertThat(
            sh(
                "echo | openssl s_client -connect 127.0.0.1:6443 -CAfile "
                    + (PKI + "ca.crt | openssl x509 -noout -subject")))
        .isEqualTo("subject=CN = kube-apiserver\n");
    assertThat(sh("openssl s_client -connect 127.0.0.1:1 2>&1")).isEqualTo("connect:errno=111\n");
  }
}
