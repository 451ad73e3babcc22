package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.tls.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Webhooks are called over the pod network, so a broken network refuses what they guard. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class WebhookTest {
  private static final ServerCertificate CERTIFICATE =
      ServerCertificate.create(
          new ServerCertificate.Names(
              "hook", List.of("hook.default.svc", "gone.default.svc"), List.of()),
          new Random(7),
          Instant.now());

  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
    cluster
        .kubectlWithInput(
            """
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "hook"},
             "data": {"tls.crt": "%s", "tls.key": "%s"}}
            """
                .formatted(base64(CERTIFICATE.pem()), base64(CERTIFICATE.key())),
            "apply -f -")
        .succeeded();
    cluster
        .kubectlWithInput(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: hook, labels: {app: hook}}
            spec:
              containers:
              - name: hook
                image: registry.k8s.io/e2e-test-images/agnhost:2.59
                args: [webhook, --tls-cert-file=/tls/tls.crt, --tls-private-key-file=/tls/tls.key]
                volumeMounts: [{name: tls, mountPath: /tls}]
              volumes: [{name: tls, secret: {secretName: hook}}]
            """,
            "apply -f -")
        .succeeded();
    cluster.kubectl("expose pod hook --port=443").succeeded();
    cluster.kubectl("wait --for=condition=Ready pod/hook --timeout=60s").succeeded();
    awaitRules("hook");
  }

  /**
   * Waits until kube-proxy forwards from the API server to the pod, about a second after it is
   * Ready.
   */
  private static void awaitRules(String service) {
    String address =
        cluster.kubectl("get service " + service + " -o jsonpath={.spec.clusterIP}").out();
    cluster.onNode(
        "control-plane",
        "for i in $(seq 20); do nc -z -w 1 %s 443 && break; sleep 0.2; done".formatted(address));
  }

  /** Sets up a webhook for a namespace of its own, which is created as well. */
  private static void webhook(String kind, String name, String more, String resources) {
    cluster.kubectl("create namespace " + name).succeeded();
    cluster
        .kubectlWithInput(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: %sWebhookConfiguration
            metadata: {name: %s}
            webhooks:
            - name: %s.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
              rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [%s]}]
              %s
            """
                .formatted(kind, name, name, name, resources, more),
            "apply -f -")
        .succeeded();
  }

  private static String service(String name, String path) {
    return "clientConfig: {service: {namespace: default, name: %s, path: %s}, caBundle: %s}"
        .formatted(name, path, base64(CERTIFICATE.pem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void a_webhook_without_a_ca_bundle_is_not_trusted() {
    webhook(
        "Validating",
        "doubted",
        "clientConfig: {service: {namespace: default, name: hook, path: /always-deny}}",
        "configmaps");

    assertThat(cluster.kubectl("-n doubted create configmap c").err())
        .contains(
            "failed calling webhook \"doubted.example.com\"",
            "tls: failed to verify certificate: x509: certificate signed by unknown authority");
  }

  @Test
  void a_webhook_with_the_certificate_of_another_service_is_not_trusted() {
    cluster.kubectl("expose pod hook --name=alias --port=443").succeeded();
    awaitRules("alias");
    webhook("Validating", "alias", service("alias", "/always-deny"), "configmaps");

    assertThat(cluster.kubectl("-n alias create configmap c").err())
        .contains(
            "x509: certificate is valid for hook.default.svc, gone.default.svc, not"
                + " alias.default.svc");
  }

  @Test
  void fields_added_by_a_webhook_get_their_defaults() {
    webhook("Mutating", "added", service("hook", "/mutating-pods"), "pods");

    cluster.kubectl("-n added run webhook-to-be-mutated --image=nginx").succeeded();

    assertThat(
            cluster
                .kubectl(
                    "-n added get pod webhook-to-be-mutated -o"
                        + " jsonpath={.spec.initContainers[0].terminationMessagePolicy}")
                .out())
        .isEqualTo("File");
  }

  @Test
  void a_webhook_denies_a_request_with_its_message() {
    webhook("Validating", "deny", service("hook", "/always-deny"), "configmaps");

    assertThat(cluster.kubectl("-n deny create configmap c").err())
        .contains(
            "admission webhook \"deny.example.com\" denied the request: this webhook denies all"
                + " requests");
    assertThat(cluster.kubectl("-n deny create secret generic s").exit()).isZero();
  }

  @Test
  void a_webhook_is_called_only_if_its_match_conditions_hold() {
    webhook(
        "Validating",
        "picky",
        service("hook", "/always-deny")
            + "\n"
            + "  matchConditions: [{name: a, expression: \"object.metadata.name.startsWith('c')\"},"
            + " {name: b, expression: \"object.data.n != '1'\"}]",
        "configmaps");

    assertThat(cluster.kubectl("-n picky create configmap a").exit()).isZero();
    assertThat(cluster.kubectl("-n picky create configmap c --from-literal=n=1").exit()).isZero();
    assertThat(cluster.kubectl("-n picky create configmap c2 --from-literal=n=2").err())
        .contains("this webhook denies all requests");
    assertThat(cluster.kubectl("-n picky create configmap c3").err())
        .contains("configmaps \"c3\" is forbidden: no such key: data");
  }

  @Test
  void a_mutating_webhook_changes_the_stored_object() {
    webhook("Mutating", "mutate", service("hook", "/add-label"), "configmaps");

    cluster.kubectl("-n mutate create configmap c").succeeded();

    assertThat(cluster.kubectl("-n mutate get configmap c -o jsonpath={.metadata.labels}").out())
        .isEqualTo("{\"added-label\":\"yes\"}");
  }

  @Test
  void webhooks_see_the_objects_created_by_controllers() {
    webhook("Mutating", "made", service("hook", "/add-label"), "pods");

    cluster.kubectl("-n made create deployment web --image=nginx --replicas=2").succeeded();
    cluster.kubectl("-n made rollout status deployment/web --timeout=60s").succeeded();

    assertThat(cluster.kubectl("-n made get pods -l added-label=yes -o name").out().lines())
        .hasSize(2);
  }

  @Test
  void a_webhook_without_its_service_denies_requests() {
    webhook("Validating", "absent", service("nobody", "/check") + "\n  timeoutSeconds: 2", "pods");

    assertThat(cluster.kubectl("-n absent run p --image=nginx").err())
        .contains(
            "failed calling webhook \"absent.example.com\": failed to call webhook: Post"
                + " \"https://nobody.default.svc:443/check?timeout=2s\": service \"nobody\" not"
                + " found");
  }

  @Test
  void a_webhook_without_endpoints_denies_requests_unless_failures_are_ignored() {
    cluster.kubectl("create service clusterip gone --tcp=443:443").succeeded();
    webhook("Validating", "gone", service("gone", "/check"), "pods");

    assertThat(cluster.kubectl("-n gone run p --image=nginx").err())
        .contains("failed calling webhook \"gone.example.com\"", "connect: connection refused");

    cluster
        .kubectl(
            "patch validatingwebhookconfiguration gone --type=json -p",
            "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"Ignore\"}]")
        .succeeded();
    assertThat(cluster.kubectl("-n gone run p --image=nginx").exit()).isZero();
  }

  @Test
  void a_webhook_that_exceeds_its_timeout_denies_requests() {
    webhook(
        "Validating",
        "slow",
        service("hook", "/always-allow-delay-5s") + "\n  timeoutSeconds: 1",
        "configmaps");

    assertThat(cluster.kubectl("-n slow create configmap c").err())
        .contains("?timeout=1s\": context deadline exceeded");
  }

  @Test
  void a_webhook_for_connect_can_deny_an_exec() {
    cluster.kubectl("create namespace streams").succeeded();
    cluster.kubectl("-n streams run to-be-attached-pod --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("-n streams wait --for=condition=Ready pod --all --timeout=60s").succeeded();
    cluster
        .kubectlWithInput(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: streams}
            webhooks:
            - name: streams.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: streams}}
              rules: [{apiGroups: [''], apiVersions: [v1], operations: [CONNECT], resources: [pods/exec]}]
              %s
            """
                .formatted(service("hook", "/always-deny")),
            "apply -f -")
        .succeeded();

    assertThat(cluster.kubectl("-n streams exec to-be-attached-pod -- true").err())
        .contains(
            "admission webhook \"streams.example.com\" denied the request: this webhook denies all"
                + " requests");
  }
}
