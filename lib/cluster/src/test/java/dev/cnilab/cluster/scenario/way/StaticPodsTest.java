package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The control plane's static pods, changed as an administrator would; the messages are 1.37.2's.
 */
class StaticPodsTest {
  private static final String MANIFESTS = "/etc/kubernetes/manifests/";

  /** A pod of a changed manifest waits 10 to 15 s for the place of the one before, then starts. */
  private static final Duration UNTIL_IT_BEGINS = Duration.ofSeconds(20);

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  @ParameterizedTest
  @CsvSource({"kube-scheduler", "kube-controller-manager", "etcd"})
  void moving_a_manifest_away_ends_its_program_until_it_is_moved_back(String name) {
    cluster.onNode("control-plane", "mv " + MANIFESTS + name + ".yaml /root/");
    cluster.pass(Duration.ofSeconds(4));
    assertThat(cluster.onNode("control-plane", "crictl ps -q --name '^" + name + "$'")).isEmpty();

    cluster.onNode("control-plane", "mv /root/" + name + ".yaml " + MANIFESTS);
    awaitReady(name);
  }

  @ParameterizedTest
  @CsvSource({
    "kube-scheduler, --leader-elect=true, --leader-elects=true, unknown flag: --leader-elects",
    "kube-controller-manager, --leader-elect=true, -Y, unknown shorthand flag: 'Y' in -Y",
    "kube-controller-manager, --leader-elect=true, --node-monitor-grace-period=9s,"
        + " flag --node-monitor-grace-period is not available on this machine",
    "kube-controller-manager, --leader-elect=true, --leader-elect=maybe,"
        + " 'invalid argument \"maybe\" for \"--leader-elect\" flag: strconv.ParseBool: parsing"
        + " \"maybe\": invalid syntax'",
    "kube-scheduler, --leader-elect=true, bogus,"
        + " '\"kube-scheduler\" does not take any arguments, got [\"bogus\"]'"
  })
  void a_wrong_flag_ends_a_static_pod_with_its_own_error(
      String name, String right, String wrong, String words) {
    String manifest = MANIFESTS + name + ".yaml";
    cluster.onNode("control-plane", "cp " + manifest + " /root/");
    cluster.onNode("control-plane", "sed -i 's/- " + right + "/- " + wrong + "/' " + manifest);
    cluster.pass(UNTIL_IT_BEGINS);
    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_" + name + "*/*/*"))
        .contains("Error: " + words);
    assertThat(cluster.journal("control-plane", "kubelet"))
        .anyMatch(line -> line.contains("back-off 10s restarting failed container=" + name));

    cluster.onNode("control-plane", "cp /root/" + name + ".yaml " + manifest);
    awaitReady(name);
  }

  @ParameterizedTest
  @CsvSource({
    "--listen-client-url=https://127.0.0.1:2379, flag provided but not defined: -listen-client-url",
    "--cors=*, flag not available on this machine: -cors",
    "--snapshot-count=many, 'invalid value \"many\" for flag -snapshot-count: parse error'",
    "bogus, '\"bogus\" is not a valid flag'",
  })
  void a_wrong_flag_ends_etcd(String wrong, String words) {
    String manifest = MANIFESTS + "etcd.yaml";
    cluster.onNode("control-plane", "cp " + manifest + " /root/");
    cluster.onNode(
        "control-plane", "sed -i 's|- --snapshot-count=10000|- " + wrong + "|' " + manifest);
    cluster.pass(UNTIL_IT_BEGINS);
    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_etcd*/*/*"))
        .contains(words);

    cluster.onNode("control-plane", "cp /root/etcd.yaml " + manifest);
    cluster.pass(Duration.ofSeconds(60));
    awaitReady("etcd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--client-ca-file=.* | --client-ca-file=/nope.crt | err=\"open /nope.crt: no such file or"
            + " directory\"",
        "--authorization-mode=.* | --authorization-mode=AlwaysAllow | Error: flag"
            + " --authorization-mode is not available on this machine with the value"
            + " \"AlwaysAllow\", only with Node,RBAC",
        "--service-account-key-file= | --service-account-key-file=/etc/hostname\\n    -"
            + " --service-account-key-file= | error reading public key file /etc/hostname: data"
            + " does not contain any valid RSA or ECDSA public keys",
        "--secure-port=.* | --secure-port=high | Error: invalid argument \"high\" for"
            + " \"--secure-port\" flag: strconv.ParseInt: parsing \"high\": invalid syntax",
      })
  void a_wrong_flag_value_ends_the_api_server(String right, String wrong, String words) {
    String manifest = MANIFESTS + "kube-apiserver.yaml";
    cluster.onNode("control-plane", "cp " + manifest + " /root/");
    cluster.onNode("control-plane", "sed -i 's|- " + right + "|- " + wrong + "|' " + manifest);
    cluster.pass(UNTIL_IT_BEGINS);
    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_kube-apiserver*/*/*"))
        .contains(words);

    cluster.onNode("control-plane", "cp /root/kube-apiserver.yaml " + manifest);
    cluster.pass(Duration.ofSeconds(60));
    awaitReady("kube-apiserver");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rm | apiserver-etcd-client.crt | error creating storage factory: open"
            + " /etc/kubernetes/pki/apiserver-etcd-client.crt: no such file or directory",
        "rubbish | apiserver-etcd-client.key | error creating storage factory: tls: failed to find"
            + " any PEM data in key input",
        "certificate | apiserver-etcd-client.key | error creating storage factory: tls: found a"
            + " certificate rather than a key in the PEM for the private key",
        "rm | sa.key | failed to parse service-account-issuer-key-file: open"
            + " /etc/kubernetes/pki/sa.key: no such file or directory",
        "rubbish | sa.pub | error reading public key file /etc/kubernetes/pki/sa.pub: data does not"
            + " contain any valid RSA or ECDSA public keys",
        "rubbish | front-proxy-ca.crt | error loading CA bundle for"
            + " \\\"request-header::/etc/kubernetes/pki/front-proxy-ca.crt\\\": data does not"
            + " contain any valid RSA or ECDSA certificates",
        "empty | front-proxy-client.key | missing content for serving cert"
            + " \\\"aggregator-proxy-cert::/etc/kubernetes/pki/front-proxy-client.crt::/etc/kubernetes/pki/front-proxy-client.key\\\"",
        "other | apiserver.key | tls: private key does not match public key",
        "rm | apiserver-kubelet-client.crt | problem initializing API group \\\"\\\": open"
            + " /etc/kubernetes/pki/apiserver-kubelet-client.crt: no such file or directory",
      })
  void an_unusable_pki_file_ends_the_api_server(String damage, String file, String words) {
    damage(damage, file, "kube-apiserver");
    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_kube-apiserver*/*/*"))
        .contains("\"command failed\" err=\"" + words);

    cluster.onNode("control-plane", "cp -r /root/pki/* /etc/kubernetes/pki/");
    cluster.pass(Duration.ofSeconds(60));
    awaitReady("kube-apiserver");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rm | etcd/server.crt | listener failed | open /etc/kubernetes/pki/etcd/server.crt: no such"
            + " file or directory",
        "rubbish | etcd/server.key | listener failed | tls: failed to find any PEM data in key"
            + " input",
        "rubbish | etcd/peer.crt | discovery failed | tls: failed to find any PEM data in"
            + " certificate input",
        "rm | etcd/ca.crt | discovery failed | open /etc/kubernetes/pki/etcd/ca.crt: no such file"
            + " or directory",
      })
  void an_unusable_pki_file_ends_etcd(String damage, String file, String message, String words) {
    damage(damage, file, "etcd");
    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_etcd*/*/*"))
        .contains("\"msg\":\"" + message + "\",\"error\":\"" + words + "\"");

    cluster.onNode("control-plane", "cp -r /root/pki/* /etc/kubernetes/pki/");
    cluster.pass(Duration.ofSeconds(60));
    awaitReady("etcd");
  }

  private void damage(String how, String file, String component) {
    String path = "/etc/kubernetes/pki/" + file;
    cluster.onNode("control-plane", "cp -r /etc/kubernetes/pki /root/");
    cluster.onNode(
        "control-plane",
        switch (how) {
          case "rm" -> "rm " + path;
          case "empty" -> "> " + path;
          case "certificate" -> "cp /etc/kubernetes/pki/ca.crt " + path;
          case "other" -> "cp /etc/kubernetes/pki/ca.key " + path;
          default -> "echo rubbish > " + path;
        });
    cluster.onNode("control-plane", "pkill " + component);
    cluster.pass(UNTIL_IT_BEGINS);
  }

  @ParameterizedTest
  @CsvSource({
    "kube-scheduler, --leader-elect=true, --authentication-kubeconfig=/nope, failed to get"
        + " delegated authentication kubeconfig: stat /nope: no such file or directory",
    "kube-controller-manager, --leader-elect=true, --authorization-kubeconfig=/nope, failed to get"
        + " delegated authorization kubeconfig: stat /nope: no such file or directory",
    "kube-apiserver, --allow-privileged=true, --advertise-address=203.0.113.9,"
        + " --advertise-address 203.0.113.9 is not modelled here",
    "kube-apiserver, --allow-privileged=true, --requestheader-group-headers=X-Other,"
        + " --requestheader-group-headers"
  })
  void an_unsupported_flag_value_ends_a_static_pod(
      String name, String right, String wrong, String words) {
    String manifest = MANIFESTS + name + ".yaml";
    String old = wrong.replaceFirst("=.*", "=.*");
    cluster.onNode(
        "control-plane",
        "sed -i -e '/- %s$/d' -e 's|- %s|- %s|' %s"
            .formatted(old, right, right + "\\n    - " + wrong, manifest));
    cluster.pass(UNTIL_IT_BEGINS);

    assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_" + name + "*/*/*"))
        .contains(words);
  }

  @Test
  void a_new_node_gets_no_pod_cidr_without_allocate_node_cidrs() {
    String manifest = MANIFESTS + "kube-controller-manager.yaml";
    cluster.onNode(
        "control-plane",
        "sed -i 's/allocate-node-cidrs=true/allocate-node-cidrs=false/' " + manifest);
    cluster.pass(Duration.ofSeconds(20));
    awaitReady("kube-controller-manager");
    cluster.api(
        api -> {
          api.delete(ResourceTypes.NODES, "", "worker-1", DeleteOptions.background());
          return true;
        });
    cluster.onNode("worker-1", "systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(
            cluster.api(api -> api.get(ResourceTypes.NODES, "", "worker-1")).text("/spec/podCIDR"))
        .isEmpty();
    cluster.onNode(
        "control-plane",
        "sed -i 's/allocate-node-cidrs=false/allocate-node-cidrs=true/' " + manifest);
    cluster.pass(Duration.ofSeconds(60));
    assertThat(
            cluster.api(api -> api.get(ResourceTypes.NODES, "", "worker-1")).text("/spec/podCIDR"))
        .isEqualTo("10.244.1.0/24");
  }

  @Test
  void the_api_shows_static_pods_as_soon_as_the_node_is_registered() {
    Instant registered =
        created(cluster.api(api -> api.get(ResourceTypes.NODES, "", "control-plane")));

    assertThat(cluster.podsOn("control-plane"))
        .filteredOn(pod -> pod.annotations().containsKey("kubernetes.io/config.mirror"))
        .hasSize(4)
        .allSatisfy(
            pod -> assertThat(created(pod)).isBetween(registered, registered.plusSeconds(2)));
  }

  @Test
  void a_deleted_mirror_pod_is_recreated() {
    cluster.api(
        api -> {
          api.delete(
              ResourceTypes.PODS,
              "kube-system",
              "kube-scheduler-control-plane",
              DeleteOptions.background());
          return true;
        });
    awaitReady("kube-scheduler");
  }

  private static Instant created(KubeObject object) {
    return Instant.parse(object.text("/metadata/creationTimestamp"));
  }

  private void awaitReady(String name) {
    cluster.await(
        name + " ready",
        Duration.ofMinutes(3),
        () ->
            cluster
                .api(api -> api.find(ResourceTypes.PODS, "kube-system", name + "-control-plane"))
                .filter(pod -> new Pod(pod).isReady())
                .isPresent());
  }
}
