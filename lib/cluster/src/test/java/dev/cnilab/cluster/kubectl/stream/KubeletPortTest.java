package dev.cnilab.cluster.kubectl.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.WholeCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The API server reaches a kubelet over the network, or not at all. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class KubeletPortTest {
  private static final String DIAL = "dial tcp 172.30.0.12:10250: ";
  private static final String LOGS = "Get \"https://172.30.0.12:10250/containerLogs/default/p/p";

  /** The binding that gives the API server its rights at kubelets. */
  private static final String BINDING = "kubeadm:apiserver-kubelet-client";

  private static final String NODE = "/api/v1/nodes/worker-1";

  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = WholeCluster.onDemand();
    for (String pod : List.of("p worker-1", "q worker-2")) {
      String[] names = pod.split(" ");
      cluster
          .kubectl(
              "run " + names[0] + " --image=busybox",
              "--overrides={\"spec\": {\"nodeName\": \"" + names[1] + "\"}}",
              "--command",
              "--",
              "sh",
              "-c",
              "echo begun; while sleep 1; do echo more; done")
          .succeeded();
    }
    cluster.pass(Duration.ofSeconds(10));
  }

  private static String said(String words, String... more) {
    Kubectl answer = cluster.kubectl(words, more);
    return answer.out() + answer.err();
  }

  private static void assertItWorks() {
    assertThat(said("exec p -- echo here")).isEqualTo("here\n");
    assertThat(said("logs p --limit-bytes=5")).isEqualTo("begun");
    assertThat(said("get --raw " + NODE + "/proxy/healthz")).isEqualTo("ok");
  }

  /** Checks the error of every path to the kubelet while it is broken. */
  private static void assertItFails(String why) {
    assertThat(said("logs p --tail=1 --timestamps"))
        .isEqualTo(
            "Error from server: " + LOGS + "?tailLines=1&timestamps=true\": " + DIAL + why + "\n");
    assertThat(said("exec p -- true"))
        .isEqualTo(
            "error: unable to upgrade connection: error dialing backend: " + DIAL + why + "\n");
    assertThat(said("attach p")).contains("error dialing backend: " + DIAL + why);
    assertThat(said("port-forward p 0:80")).contains("error dialing backend: " + DIAL + why);
    assertThat(said("get --raw " + NODE + "/proxy/healthz"))
        .contains("error trying to reach service: " + DIAL + why);
    assertThat(said("exec q -- echo here")).isEqualTo("here\n");
  }

  private static void broken(String node, String breakage, String why, String repair) {
    broken(node, breakage, Duration.ZERO, why, repair);
  }

  private static void broken(
      String node, String breakage, Duration after, String why, String repair) {
    cluster.onNode(node, breakage);
    cluster.pass(after);
    try {
      assertItFails(why);
    } finally {
      cluster.onNode(node, repair);
      cluster.pass(Duration.ofSeconds(15));
    }
    assertItWorks();
  }

  @Test
  void a_reject_rule_on_the_node_refuses_the_connection() {
    broken(
        "worker-1",
        "iptables -I INPUT -p tcp --dport 10250 -j REJECT",
        "connect: connection refused",
        "iptables -D INPUT -p tcp --dport 10250 -j REJECT");
  }

  @Test
  void a_drop_rule_on_the_node_times_the_connection_out() {
    broken(
        "worker-1",
        "iptables -I INPUT -p tcp --dport 10250 -j DROP",
        "i/o timeout",
        "iptables -L INPUT -nv | grep 10250; iptables -D INPUT -p tcp --dport 10250 -j DROP");
  }

  @Test
  void a_reject_rule_on_the_control_plane_refuses_the_connection() {
    broken(
        "control-plane",
        "iptables -I OUTPUT -d 172.30.0.12 -p tcp --dport 10250 -j REJECT",
        "connect: connection refused",
        "iptables -D OUTPUT -d 172.30.0.12 -p tcp --dport 10250 -j REJECT");
  }

  @Test
  void a_link_that_is_down_makes_the_host_unreachable() {
    broken(
        "worker-1",
        "ip link set eth0 down",
        Duration.ofMinutes(1), // until the neighbor is no longer considered reachable
        "connect: no route to host",
        "ip link set eth0 up; ip route add default via 172.30.0.1");
  }

  @Test
  void a_stopped_kubelet_refuses_the_connection() {
    broken(
        "worker-1",
        "systemctl stop kubelet",
        "connect: connection refused",
        "systemctl start kubelet");
  }

  @Test
  void stopping_the_kubelet_ends_open_streams() throws Exception {
    Process log = cluster.startKubectl("logs -f p --tail=1");
    Process forward = cluster.startKubectl("port-forward p :8080");
    Process silent = cluster.startKubectl("exec -i p -- cat");
    try (BufferedReader lines = log.inputReader();
        BufferedReader ready = forward.inputReader()) {
      assertThat(lines.readLine()).isIn("begun", "more");
      String forwarding = ready.readLine();
      assertThat(forwarding).startsWith("Forwarding from");
      silent.getOutputStream().write("x\n".getBytes(UTF_8));
      silent.getOutputStream().flush();
      assertThat(silent.inputReader().readLine()).isEqualTo("x");
      cluster.onNode("worker-1", "systemctl stop kubelet");
      cluster.pass(Duration.ofSeconds(1));
      while (lines.readLine() != null) {
        // Output from before.
      }
      assertThat(log.waitFor()).isZero();
      assertThat(silent.waitFor()).isEqualTo(1);
      assertThat(new String(silent.getErrorStream().readAllBytes(), UTF_8))
          .contains("close 1006 (abnormal closure): unexpected EOF");
    } finally {
      List.of(log, forward, silent).forEach(Process::destroy);
      cluster.onNode("worker-1", "systemctl start kubelet");
      cluster.pass(Duration.ofSeconds(15));
    }
    assertItWorks();
  }

  @Test
  void a_followed_log_resumes_after_a_blocked_connection() throws IOException {
    String rule = "INPUT -p tcp --dport 10250 -j DROP";
    Process log = cluster.startKubectl("logs -f p --tail=1");
    try (BufferedReader lines = log.inputReader()) {
      assertThat(lines.readLine()).isIn("begun", "more");
      cluster.onNode("worker-1", "iptables -I " + rule);
      cluster.pass(Duration.ofSeconds(20));
      assertThat(cluster.onNode("worker-1", "iptables -nvL INPUT | grep 10250"))
          .doesNotStartWith("    0");
      cluster.onNode("worker-1", "iptables -D " + rule);
      cluster.pass(Duration.ofSeconds(20));
      for (int line = 0; line < 30; line++) {
        assertThat(lines.readLine()).isEqualTo("more");
      }
    } finally {
      log.destroy();
    }
  }

  @Test
  void the_kubelet_listens_on_its_ports() {
    assertThat(cluster.onNode("worker-1", "ss -ltnp | grep kubelet"))
        .matches(
            "(?s)LISTEN +0 +\\d+ +127.0.0.1:10248 .*\"kubelet\".*"
                + "LISTEN +0 +\\d+ +0.0.0.0:10250 .*\"kubelet\".*|"
                + "(?s)LISTEN +0 +\\d+ +0.0.0.0:10250 .*\"kubelet\".*"
                + "LISTEN +0 +\\d+ +127.0.0.1:10248 .*\"kubelet\".*");
    assertThat(cluster.onNode("worker-1", "curl -s http://127.0.0.1:10248/healthz"))
        .isEqualTo("ok");
    assertThat(cluster.onNode("worker-2", "curl -s http://172.30.0.12:10250/healthz"))
        .isEqualTo("Client sent an HTTP request to an HTTPS server.\n");
  }

  @Test
  void requests_to_the_kubelet_need_an_authorized_token() {
    String url = "https://172.30.0.12:10250";
    assertThat(cluster.onNode("worker-2", "curl -sk -w ' %{http_code}' " + url + "/pods"))
        .isEqualTo("Unauthorized 401");
    assertThat(
            cluster.onNode(
                "worker-2", "curl -sk -H 'Authorization: Bearer rubbish' " + url + "/healthz"))
        .isEqualTo("Unauthorized");
    said("create serviceaccount reader");
    String token = said("create token reader").strip();
    String curl = "curl -sk -H 'Authorization: Bearer " + token + "' " + url;
    assertThat(cluster.onNode("worker-2", curl + "/pods"))
        .isEqualTo(
            "Forbidden (user=system:serviceaccount:default:reader, verb=get, resource=nodes,"
                + " subresource(s)=[pods proxy])\n");
    said("create clusterrole pods-of-nodes --verb=get --resource=nodes/pods");
    said("create clusterrolebinding r --clusterrole=pods-of-nodes --serviceaccount=default:reader");
    cluster.pass(Duration.ofSeconds(31));
    assertThat(cluster.onNode("worker-2", curl + "/pods"))
        .contains("\"kind\":\"PodList\"", "\"name\":\"p\"", "\"phase\":\"Running\"");
    assertThat(cluster.onNode("worker-2", curl + "/containerLogs/default/p/p"))
        .contains("Forbidden", "subresource(s)=[proxy]");
    said("create clusterrole all-of-nodes --verb=* --resource=nodes/proxy");
    said("create clusterrolebinding a --clusterrole=all-of-nodes --serviceaccount=default:reader");
    cluster.pass(Duration.ofSeconds(31));
    assertThat(cluster.onNode("worker-2", curl + "/containerLogs/default/p/p"))
        .startsWith("begun\n");
    assertThat(
            cluster.onNode(
                "worker-2", curl.replace("curl", "curl -XPOST") + "/run/default/p/p?cmd=hostname"))
        .isEqualTo("p\n");
    String run = curl.replace("curl", "curl -m 2 -XPOST") + "/run/default/p/p?cmd=sleep+123456";
    cluster.onNode("worker-2", "sh -c '" + run.replace("'", "\"") + "' >/tmp/run & sleep 1");
    assertThat(cluster.onNode("worker-1", "ps -ef")).contains("sleep 123456");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.onNode("worker-1", "ps -ef")).doesNotContain("sleep 123456");
  }

  @Test
  void the_proxy_of_a_node_reaches_its_kubelet() {
    assertThat(said("get --raw " + NODE + "/proxy/pods")).contains("\"name\":\"p\"");
    assertThat(said("get --raw " + NODE + "/proxy/configz"))
        .startsWith("{\"kubeletconfig\":{")
        .contains("\"clusterDomain\":\"cluster.local\"")
        .contains("\"cgroupDriver\":\"systemd\"", "\"maxPods\":110", "\"syncFrequency\":\"1m0s\"");
    assertThat(said("get --raw " + NODE + ":10250/proxy/healthz")).isEqualTo("ok");
    assertThat(said("get --raw " + NODE + ":10248/proxy/healthz"))
        .contains("dial tcp 172.30.0.12:10248: connect: connection refused");
    assertThat(said("get --raw " + NODE + "/proxy/nosuch")).contains("could not find");
    assertThat(said("get --raw /api/v1/nodes/nosuch/proxy/healthz"))
        .contains("nodes \"nosuch\" not found");
  }

  @Test
  void the_kubelet_forbids_an_api_server_without_its_role() {
    String binding = said("get clusterrolebinding " + BINDING + " -o yaml");
    said("delete clusterrolebinding " + BINDING);
    cluster.onNode("worker-1", "systemctl restart kubelet"); // which drops its cached decisions
    cluster.pass(Duration.ofSeconds(15));
    try {
      String forbidden = "Forbidden (user=kube-apiserver-kubelet-client, verb=";
      assertThat(said("logs p --tail=1")).contains(forbidden + "get");
      assertThat(said("exec p -- true")).contains(forbidden + "create");
    } finally {
      cluster.kubectlWithInput(binding, "create -f -");
      cluster.pass(Duration.ofSeconds(31));
    }
    assertItWorks();
  }

  @Test
  void a_kubelet_cut_off_from_the_api_server_authorizes_no_request() {
    String rule = "OUTPUT -p tcp --dport 6443 -j REJECT";
    cluster.onNode("worker-1", "systemctl restart kubelet");
    cluster.pass(Duration.ofSeconds(15));
    cluster.onNode("worker-1", "iptables -I " + rule);
    try {
      assertThat(said("exec p -- true"))
          .contains(
              "Authorization error (user=kube-apiserver-kubelet-client, verb=create,"
                  + " resource=nodes, subresource=proxy)");
    } finally {
      cluster.onNode("worker-1", "iptables -D " + rule);
      cluster.pass(Duration.ofSeconds(15));
    }
    assertItWorks();
  }
}
