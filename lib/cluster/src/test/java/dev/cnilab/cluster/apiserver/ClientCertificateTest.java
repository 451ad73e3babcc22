package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.NewRequest;
import dev.cnilab.cluster.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A client with a certificate is the user that it names. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class ClientCertificateTest {
  private static final Subject ANN = new Subject("ann", List.of("staff", "night shift"));
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String NOBODY =
      "error: You must be logged in to the server (Unauthorized)\n";

  @AutoClose private static TestServer server;
  @TempDir private static Path directory;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: whoami}, rules: [{apiGroups: [authentication.k8s.io], resources:"
            + " [selfsubjectreviews], verbs: [create]}, {nonResourceURLs: [/api, /api/*, /apis,"
            + " /apis/*, /openapi/*], verbs: [get]}]}");
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: whoami}, roleRef: {kind: ClusterRole, name: whoami}, subjects: [{kind:"
            + " Group, name: 'system:authenticated'}]}");
  }

  private static Authority authority() {
    return server.server().authority();
  }

  private static Authority.Issued issued(Authority by, Subject subject, Duration time) {
    return server.call(() -> by.issue(subject, server.loop().now(), time));
  }

  /** Runs kubectl with a certificate in its kubeconfig, as {@code kubectl config} writes it. */
  private static Kubectl as(String certificate, String key, String more, String... arguments)
      throws IOException {
    Path kubeconfig = Files.createTempFile(directory, "kubeconfig", "");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - {name: c, cluster: {server: "%s", certificate-authority-data: %s}}
        contexts:
        - {name: c, context: {cluster: c, user: u}}
        current-context: c
        users:
        - {name: u, user: {client-certificate-data: %s, client-key-data: %s%s}}
        """
            .formatted(
                server.endpoint().kubeconfig().server(),
                base64(authority().certificate()),
                base64(certificate),
                base64(key),
                more));
    return Kubectl.run(kubeconfig, "", arguments);
  }

  private static Kubectl as(Authority.Issued issued, String... arguments) throws IOException {
    return as(issued.certificate(), issued.key(), "", arguments);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void a_client_certificate_names_its_user_and_groups() throws IOException {
    Authority.Issued ann = issued(authority(), ANN, HOUR);

    assertThat(as(ann, "auth", "whoami").succeeded())
        .containsPattern("Username +ann\n")
        .containsPattern("Groups +\\[staff night shift system:authenticated\\]\n")
        .containsPattern("credential-id +\\[X509SHA256=[0-9a-f]{64}\\]\n");
  }

  @Test
  void roles_apply_to_the_user_and_groups_of_a_client_certificate() throws IOException {
    Authority.Issued ann = issued(authority(), ANN, HOUR);
    assertThat(as(ann, "get", "--raw", CONFIG_MAPS).err())
        .isEqualTo(
            "Error from server (Forbidden): configmaps is forbidden: User \"ann\" cannot list"
                + " resource \"configmaps\" in API group \"\" in the namespace \"default\"\n");

    server.create(
        ResourceTypes.ROLES,
        "{metadata: {name: reader, namespace: default}, rules: [{apiGroups: [''], resources:"
            + " [configmaps], verbs: [get, list]}]}");
    server.create(
        ResourceTypes.ROLE_BINDINGS,
        "{metadata: {name: reader, namespace: default}, roleRef: {kind: Role, name: reader},"
            + " subjects: [{kind: Group, name: night shift}]}");

    assertThat(as(ann, "get", "--raw", CONFIG_MAPS).succeeded()).contains("ConfigMapList");
  }

  @Test
  void a_client_certificate_of_another_authority_is_rejected() throws IOException {
    Authority another = Authority.create(new Random(2), server.loop().now());

    assertThat(as(issued(another, ANN, HOUR), "get", "--raw", CONFIG_MAPS).err()).isEqualTo(NOBODY);
  }

  @Test
  void a_client_certificate_expires() throws IOException {
    Authority.Issued brief = issued(authority(), ANN, HOUR);
    assertThat(as(brief, "auth", "whoami").exit()).isZero();

    server.loop().advance(HOUR.plusSeconds(1));

    assertThat(as(brief, "auth", "whoami").err()).contains("Unauthorized");
  }

  @Test
  void a_server_certificate_is_rejected_for_a_client() throws IOException {
    ServerCertificate servers =
        server.call(
            () ->
                authority()
                    .serve(
                        new ServerCertificate.Names("ann", List.of("ann"), List.of()),
                        server.loop().now()));

    assertThat(as(servers.pem(), servers.key(), "", "get", "--raw", CONFIG_MAPS).err())
        .isEqualTo(NOBODY);
  }

  @Test
  void a_certificate_without_a_user_is_anonymous() throws IOException {
    Authority.Issued nameless = issued(authority(), new Subject("", List.of("staff")), HOUR);

    assertThat(as(nameless, "get", "--raw", CONFIG_MAPS).err())
        .contains("User \"system:anonymous\"");
  }

  @Test
  void a_client_certificate_takes_precedence_over_a_token() throws IOException {
    Authority.Issued good = issued(authority(), ANN, HOUR);
    Authority another = Authority.create(new Random(2), server.loop().now());
    Authority.Issued bad = issued(another, ANN, HOUR);
    String token = ", token: " + server.endpoint().kubeconfig().token();

    assertThat(as(good.certificate(), good.key(), token, "auth", "whoami").out())
        .containsPattern("Username +ann\n");
    assertThat(as(good.certificate(), good.key(), ", token: wrong", "auth", "whoami").out())
        .containsPattern("Username +ann\n");
    assertThat(as(bad.certificate(), bad.key(), token, "auth", "whoami").out())
        .containsPattern("Username +kubernetes-admin\n");
  }

  @Test
  void a_client_that_trusts_the_authority_of_the_cluster_trusts_the_server() {
    assertThat(server.endpoint().kubeconfig().authority()).isEqualTo(authority().certificate());
    assertThat(server.kubectl("get", "--raw", "/version").succeeded()).contains("gitVersion");
  }

  private static void request(String name, Subject subject) {
    server.create(
        ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
        ("{metadata: {name: %s}, spec: {signerName: kubernetes.io/kube-apiserver-client, usages:"
                + " [client auth], request: %s}}")
            .formatted(
                name,
                NewRequest.of(subject, new ServerCertificate.Names("", List.of("a"), List.of()))
                    .base64()));
  }

  @Test
  void approving_a_request_needs_the_approve_right_for_its_signer() {
    request("bo", new Subject("bo", List.of()));
    server.create(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: clerk}, rules: [{apiGroups: [certificates.k8s.io], resources:"
            + " [certificatesigningrequests], verbs: [get]}, {apiGroups: [certificates.k8s.io],"
            + " resources: [certificatesigningrequests/approval], verbs: [update]}]}");
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: clerk}, roleRef: {kind: ClusterRole, name: clerk}, subjects: [{kind:"
            + " User, name: clerk}]}");

    assertThat(server.kubectl("certificate", "approve", "bo", "--as=clerk").err())
        .isEqualTo(
            "Error from server (Forbidden): certificatesigningrequests.certificates.k8s.io \"bo\""
                + " is forbidden: user not permitted to approve requests with signerName"
                + " \"kubernetes.io/kube-apiserver-client\"\n");

    server.create(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: approver}, rules: [{apiGroups: [certificates.k8s.io], resources:"
            + " [signers], resourceNames: ['kubernetes.io/*'], verbs: [approve]}]}");
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: approver}, roleRef: {kind: ClusterRole, name: approver}, subjects:"
            + " [{kind: User, name: clerk}]}");
    assertThat(server.kubectl("certificate", "approve", "bo", "--as=clerk").succeeded())
        .isEqualTo("certificatesigningrequest.certificates.k8s.io/bo approved\n");
  }

  @Test
  void signing_requests_can_be_selected_by_signer() {
    request("eve", new Subject("eve", List.of()));

    String ours = "spec.signerName=kubernetes.io/kube-apiserver-client";
    assertThat(server.kubectl("get", "csr", "-o", "name", "--field-selector", ours).succeeded())
        .contains("certificatesigningrequest.certificates.k8s.io/eve\n");
    assertThat(
            server
                .kubectl("get", "csr", "-o", "name", "--field-selector", "spec.signerName=a.b/c")
                .succeeded())
        .isEmpty();
  }

  @Test
  void signing_a_request_needs_the_sign_right_for_its_signer() {
    request("cy", new Subject("cy", List.of()));
    server.create(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: writer}, rules: [{apiGroups: [certificates.k8s.io], resources:"
            + " [certificatesigningrequests, certificatesigningrequests/status], verbs: ['*']}]}");
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: writer}, roleRef: {kind: ClusterRole, name: writer}, subjects: [{kind:"
            + " User, name: writer}]}");

    assertThat(
            server
                .kubectl(
                    "patch",
                    "csr",
                    "cy",
                    "--subresource=status",
                    "--type=merge",
                    "--as=writer",
                    "-p",
                    "{\"status\": {\"certificate\": \"%s\"}}"
                        .formatted(base64(authority().certificate())))
                .err())
        .contains(
            "user not permitted to sign requests with signerName"
                + " \"kubernetes.io/kube-apiserver-client\"");
  }

  @Test
  void a_signing_request_for_system_masters_is_rejected() {
    assertThatThrownBy(() -> request("di", new Subject("di", List.of("system:masters"))))
        .hasMessageContaining(
            "certificatesigningrequests.certificates.k8s.io \"di\" is forbidden: use of"
                + " kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                + " allowed");
  }
}
