package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.NewRequest;
import dev.cnilab.cluster.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The control plane as kubectl shows it, and how users and accounts come in. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class ControlPlaneVerbsTest extends KubectlCluster {
  /** For a certificate for nobody in particular, with a key that was thrown away. */
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1lqQ0NBVW9DQVFBd0hURU5NQXNH"
          + "QTFVRUF3d0VZVzV1WVRFTU1Bb0dBMVVFQ2d3RGJHRmlNSUlCSWpBTgpCZ2txaGtpRzl3MEJBUUVGQUFP"
          + "Q0FROEFNSUlCQ2dLQ0FRRUE1YkFTaFh2OUdwNVJFTkVUeFBJT2d5RDVXWWZaCmo3SWxFM3gvOEdnVWJY"
          + "QjdmQm8za1F1RFR3clFQWjBxTWc3akkvMkJZK0JEOXVCSVZqQjZObDd3eXZNVGdId1cKNXc5RHR4Z3Fa"
          + "R3hqUlpmSlY0RjM5SkZORXl4ZFFSV04vK00wNUtFcEM0dnVjVS9CSGZudWZBc1VEZFhzdVRrLwpqRGIx"
          + "dkV6YkY3L3ZkZFhhazI3dk41R2lCL0ZZZWh4ejE0eld0NWNVR1AvajREMnBuUDl3UW9mQ0VDbkx2bnp0"
          + "CkIvOFE1MlNTb1RPMHZla3ZLWGJHenAzNXVXbGJmK2liN2V5cUJjVW44YngyazBXcEFqdXZESE44NlBN"
          + "M0l3dDkKVDJyeUFleTVOVm1WdldKNEtNU1N1Y3VPOFlDZ3hqelV1WTl1ZlZ3bGs5NkJyVnJ6aG0vVC96"
          + "WDYyd0lEQVFBQgpvQUF3RFFZSktvWklodmNOQVFFTEJRQURnZ0VCQURCL3JZVmZpNmlob2ZFTVpBeUc5"
          + "VzZxeWc2ZXZwTkNtQUZFCndtNDVWVlpWRkUxTHZwRXh2emVSOXQxTzAwQnlwcDNxUVNEUzVGWFpGRldU"
          + "ek1lWlEzY2FBazYyK00xZnhOc0sKOTZQQVNKV1N4Tjk4dWJoZnBxTWZkNVQ5SjR2VmV0b3ZjMyt1eUd3"
          + "MjFXMzNGenhjcFZZL3F5UTRaTHJqZ25nMApDVWFvYXFYOS9OOCthYnIxVEFBZzlDZlFxbXNldEtoc2Uy"
          + "SEVqYUQxRkdzaGxVU0dmN3BwaTdsemJmLzljMlVyClhWTytyZzl1bytYWDl4TWVOY3J4cTIxQU5INHFL"
          + "aXBxN0pPeXhzUmRjQWROOXgxTlM3UUVNZWttbE9KUUxlclEKcXZBT0pXL1FLT1hIT2dlS2ZaMmZiSi9J"
          + "V0RobWd5QzAvak5QSTEyei9BL3BhWXVhSllNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0t"
          + "LS0K";

  @Test
  void get_componentstatuses_shows_the_control_plane_as_healthy() {
    assertThat(ok("get componentstatuses"))
        .isEqualTo(
            """
            NAME                 STATUS    MESSAGE   ERROR
            controller-manager   Healthy   ok       \s
            scheduler            Healthy   ok       \s
            etcd-0               Healthy   ok       \s
            """);
    assertThat(ok("get cs scheduler -o jsonpath={.conditions[0]}"))
        .isEqualTo("{\"message\":\"ok\",\"status\":\"True\",\"type\":\"Healthy\"}");
    assertThat(cluster.kubectl("get cs nosuch").err()).contains("\"nosuch\" not found");
  }

  @Test
  void the_objects_that_an_api_server_creates_exist() {
    assertThat(ok("get flowschemas exempt --no-headers"))
        .containsPattern("^exempt +exempt +1 +<none> +\\S+ +False");
    assertThat(ok("get prioritylevelconfigurations -o name").lines()).hasSize(8);
    assertThat(ok("get apiservices v1.apps --no-headers"))
        .containsPattern("^v1.apps +Local +True ");
    assertThat(ok("get csinodes -o name"))
        .contains("csinode.storage.k8s.io/worker-1")
        .contains("csinode.storage.k8s.io/control-plane");
    assertThat(ok("get lease -n kube-node-lease worker-1 -o jsonpath={..ownerReferences[0].kind}"))
        .isEqualTo("Node");
    assertThat(ok("get deployment coredns -n kube-system --subresource=scale"))
        .containsPattern("^NAME +DESIRED +AVAILABLE +AGE\ncoredns +2 +2 ");
    assertThat(ok("get events.events.k8s.io -A --field-selector regarding.kind=Node -o name"))
        .isNotEmpty();
  }

  @Test
  void the_configmaps_and_leases_of_kubeadm_and_the_api_server_exist() {
    assertThat(ok("get configmaps -n kube-system -o name").lines())
        .containsExactly(
            "configmap/coredns",
            "configmap/extension-apiserver-authentication",
            "configmap/kube-apiserver-legacy-service-account-token-tracking",
            "configmap/kube-proxy",
            "configmap/kube-root-ca.crt",
            "configmap/kubeadm-config",
            "configmap/kubelet-config");
    assertThat(ok("get secret bootstrap-token-abcdef -n kube-system -o jsonpath={.data}"))
        .contains("\"expiration\":\"");
    String lease = " -n kube-system -l apiserver.kubernetes.io/identity=kube-apiserver";
    assertThat(ok("get leases" + lease + " -o name"))
        .matches("lease.coordination.k8s.io/apiserver-[a-z2-7]{26}\n");
    assertThat(ok("get leases" + lease + " -o jsonpath={.items[0].spec.leaseDurationSeconds}"))
        .isEqualTo("3600");
    assertThat(ok("get leases" + lease + " -o jsonpath={.items[0].spec.holderIdentity}"))
        .matches("apiserver-[a-z2-7]{26}_[0-9a-f-]{36}");
  }

  @Test
  void a_stray_api_server_without_flags_ends_with_an_error() {
    ok("run stray --image=registry.k8s.io/kube-apiserver:v1.37.2 --restart=Never");
    ok("wait pod stray --timeout=15s --for=jsonpath={.status.phase}=Failed");

    assertThat(ok("logs stray"))
        .contains(
            "\"command failed\" err=\"[--etcd-servers must be specified, service-account-issuer is"
                + " a required flag, --service-account-signing-key-file and"
                + " --service-account-issuer are required flags]\"");
    assertThat(ok("get --raw /api/v1/nodes/worker-1/proxy/healthz")).isEqualTo("ok");
    ok("delete pod stray");
  }

  @Test
  void the_token_of_a_secret_authenticates_its_account() {
    ok("create namespace robots");
    ok("create serviceaccount robot -n robots");
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"robot\","
                + " \"annotations\": {\"kubernetes.io/service-account.name\": \"robot\"}},"
                + " \"type\": \"kubernetes.io/service-account-token\"}",
            "create -n robots -f -")
        .succeeded();
    ok("wait secret robot -n robots --timeout=10s --for=jsonpath={.data.token}");
    String token =
        new String(
            Base64.getDecoder().decode(ok("get secret robot -n robots -o jsonpath={.data.token}")),
            StandardCharsets.US_ASCII);

    assertThat(ok("auth whoami -o jsonpath={.status.userInfo.username} --token=" + token))
        .isEqualTo("system:serviceaccount:robots:robot");
    ok("delete secret robot -n robots");
    assertThat(cluster.kubectl("get --raw /api --token=" + token).err()).contains("Unauthorized");
  }

  @Test
  void certificate_deny_denies_a_signing_request() {
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"certificates.k8s.io/v1\", \"kind\": \"CertificateSigningRequest\","
                + " \"metadata\": {\"name\": \"unwanted\"}, \"spec\": {\"signerName\":"
                + " \"example.com/own\", \"usages\": [\"client auth\"], \"request\": \""
                + REQUEST
                + "\"}}",
            "create -f -")
        .succeeded();

    assertThat(ok("certificate deny unwanted"))
        .isEqualTo("certificatesigningrequest.certificates.k8s.io/unwanted denied\n");
    assertThat(ok("get csr unwanted --no-headers")).contains("Denied");
  }

  @Test
  void an_approved_certificate_authenticates_its_user(@TempDir Path folder) throws IOException {
    NewRequest request =
        NewRequest.of(
            new Authority.Subject("bo", List.of("staff")),
            new ServerCertificate.Names("", List.of("bo.example"), List.of()));
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"certificates.k8s.io/v1\", \"kind\": \"CertificateSigningRequest\","
                + " \"metadata\": {\"name\": \"bo\"}, \"spec\": {\"signerName\":"
                + " \"kubernetes.io/kube-apiserver-client\", \"usages\": [\"client auth\"],"
                + " \"request\": \""
                + request.base64()
                + "\"}}",
            "create -f -")
        .succeeded();
    ok("certificate approve bo");
    ok("wait csr bo --timeout=10s --for=jsonpath={.status.certificate}");
    String certificate = ok("get csr bo -o jsonpath={.status.certificate}");

    Files.write(folder.resolve("bo.crt"), Base64.getDecoder().decode(certificate));
    Files.writeString(folder.resolve("bo.key"), request.key());
    Files.writeString(
        folder.resolve("ca.crt"),
        ok("get configmap kube-root-ca.crt -o jsonpath={.data['ca\\.crt']}"));
    String server = ok("config view --minify -o jsonpath={.clusters[0].cluster.server}");
    String own = " --kubeconfig=" + folder.resolve("config");
    ok(
        "config set-cluster lab --embed-certs --server=%s --certificate-authority=%s/ca.crt%s"
            .formatted(server, folder, own));
    ok(
        ("config set-credentials bo --embed-certs --client-certificate=%1$s/bo.crt"
                + " --client-key=%1$s/bo.key%2$s")
            .formatted(folder, own));
    ok("config set-context bo --cluster=lab --user=bo" + own);
    ok("config use-context bo" + own);
    ok("create namespace staffs");
    ok("create rolebinding staff -n staffs --clusterrole=view --group=staff");

    assertThat(ok("auth whoami -o jsonpath={.status.userInfo.groups}" + own))
        .isEqualTo("[\"staff\",\"system:authenticated\"]");
    assertThat(cluster.kubectl("get pods -n staffs" + own).err())
        .isEqualTo("No resources found in staffs namespace.\n");
    assertThat(cluster.kubectl("get pods -n kube-system" + own).err())
        .isEqualTo(
            "Error from server (Forbidden): pods is forbidden: User \"bo\" cannot list resource"
                + " \"pods\" in API group \"\" in the namespace \"kube-system\"\n");
  }

  @Test
  void version_cluster_info_api_resources_and_auth_work() {
    assertThat(ok("version")).contains("Server Version: v1.37.2");
    assertThat(ok("cluster-info")).contains("Kubernetes control plane", "CoreDNS");
    assertThat(ok("cluster-info dump -n default")).contains("\"kind\": \"NodeList\"");
    assertThat(ok("api-resources --namespaced=false -o name")).contains("nodes\n");
    assertThat(ok("api-versions")).contains("apps/v1\n").doesNotContain("lab.cnilab.dev");
    assertThat(ok("explain pod.spec.containers.image")).contains("FIELD: image <string>");
    assertThat(ok("auth can-i create pods")).isEqualTo("yes\n");
    assertThat(cluster.kubectl("auth can-i create pods --as nobody").out()).isEqualTo("no\n");
    assertThat(cluster.kubectl("top nodes").err()).isEqualTo("error: Metrics API not available\n");
  }
}
