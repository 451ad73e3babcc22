package dev.cnilab.cluster.scenario.history;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.util.List;

/** A script that a learner might type on a bad day: much is deployed, broken and fixed. */
final class LongScript {
  private static final String CONFLIST = "/etc/cni/net.d/*.conflist";

  private final TestCluster cluster;

  private LongScript(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Runs it on a new cluster and returns all that can be seen half way and at the end. */
  static List<String> run(Cni cni, long seed) {
    try (TestCluster cluster =
        new TestCluster(ClusterSpec.onDemand().withCni(cni).withSeed(seed))) {
      LongScript script = new LongScript(cluster);
      script.deploy();
      script.breakAndRepair();
      script.services();
      List<String> seen = new java.util.ArrayList<>(Chronicle.of(cluster));
      script.delete();
      seen.addAll(Chronicle.of(cluster));
      return seen;
    }
  }

  private void deploy() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 4
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: typo}
        spec: {containers: [{name: a, image: ngnix:lates}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: crash}
        spec: {containers: [{name: a, image: busybox, command: [sh, -c, 'date; echo $RANDOM; exit 3']}]}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          template:
            spec: {restartPolicy: Never, containers: [{name: a, image: busybox, command: [head, -c, '9', /dev/urandom]}]}
        """);
    for (String node : List.of("worker-1", "worker-2")) {
      cluster.podOn(node, "client-" + node);
      cluster.awaitReady("client-" + node);
    }
    pass(20);
  }

  private void breakAndRepair() {
    on("mkdir -p /root/keep; cp /etc/cni/net.d/* /root/keep/");
    fault("away", "rm " + CONFLIST);
    fault("json", "for f in " + CONFLIST + "; do sed -i 's/\"name\"/{\"name\"/' $f; done");
    fault("type", "for f in " + CONFLIST + "; do sed -i 's/\"type\": *\"/&x/' $f; done");
    fault("second", "echo {} > /etc/cni/net.d/00-old.conflist");
    on("rm /etc/cni/net.d/00-old.conflist");
    on("systemctl stop kubelet");
    pass(60);
    on("systemctl start kubelet");
    on("systemctl restart containerd");
    pass(30);
    on("ip link set eth0 down; sleep 5; ip link set eth0 up");
    pass(30);
    on("iptables -t nat -F; conntrack -F");
    pass(60);
  }

  private void fault(String name, String command) {
    on(command);
    pass(8);
    cluster.podOn("worker-1", name);
    pass(12);
    on("cp /root/keep/* /etc/cni/net.d/");
    pass(45);
  }

  private void services() {
    cluster.apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: only-some}
        spec:
          podSelector: {matchLabels: {app: web}}
          ingress: [{from: [{podSelector: {matchLabels: {app: client-worker-1}}}], ports: [{port: 80}]}]
        """);
    pass(5);
    for (String client : List.of("client-worker-1", "client-worker-2")) {
      for (int i = 0; i < 5; i++) {
        cluster.inPod(client, "curl", "-sv", "-m", "3", "http://web");
      }
      cluster.inPod(client, "nslookup", "web.default.svc.cluster.local");
      cluster.inPod(client, "dig", "kubernetes.default.svc.cluster.local");
      cluster.inPod(client, "ping", "-c", "3", "172.30.0.12");
      cluster.inPod(client, "traceroute", "-n", "10.96.0.10");
    }
    cluster.api(
        client -> {
          client.delete(ResourceTypes.PODS, "kube-system", anAgent(), DeleteOptions.background());
          return true;
        });
    pass(30);
  }

  private String anAgent() {
    return cluster.podsOn("worker-2").stream()
        .filter(pod -> !pod.namespace().equals("default"))
        .filter(pod -> pod.namespace().equals("kube-system"))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private void delete() {
    cluster.api(
        client -> {
          client.delete(ResourceTypes.DEPLOYMENTS, "default", "web", DeleteOptions.background());
          client.delete(ResourceTypes.NAMESPACES, "", "shop", DeleteOptions.background());
          client.delete(ResourceTypes.NODES, "", "worker-2", DeleteOptions.background());
          return true;
        });
    pass(90);
  }

  private void on(String command) {
    cluster.onNode("worker-1", command);
  }

  private void pass(int seconds) {
    cluster.pass(Duration.ofSeconds(seconds));
  }
}
