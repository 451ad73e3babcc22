package dev.cnilab.cluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A cluster with Services and clients that look up their names. */
abstract class NamedServices {
  @AutoClose static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.podOn("worker-1", "nettest-1");
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: dns-clusterfirst}
        spec:
          nodeName: worker-2
          containers: [{name: app, image: busybox, command: [sleep, '3600']}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns-default}
        spec:
          nodeName: worker-2
          dnsPolicy: Default
          containers: [{name: app, image: busybox, command: [sleep, '3600']}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns-none}
        spec:
          nodeName: worker-2
          dnsPolicy: None
          dnsConfig: {nameservers: [8.8.8.8], searches: [default.svc.cluster.local]}
          containers: [{name: app, image: busybox, command: [sleep, '3600']}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns-host}
        spec:
          nodeName: worker-2
          hostNetwork: true
          dnsPolicy: ClusterFirstWithHostNet
          dnsConfig: {options: [{name: ndots, value: '2'}, {name: edns0}]}
          containers: [{name: app, image: busybox, command: [sleep, '3600']}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: host-network-pod}
        spec:
          nodeName: worker-2
          hostNetwork: true
          containers: [{name: app, image: busybox, command: [sleep, '3600']}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-0, labels: {app: web}}
        spec:
          nodeName: worker-1
          hostname: web-0
          subdomain: web
          containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 80}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: None, selector: {app: web}, ports: [{name: http, port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: elsewhere}
        spec: {type: ExternalName, externalName: web.default.svc.cluster.local}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: outside}
        spec: {type: ExternalName, externalName: tool.example.test}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: numbered}
        spec: {type: ExternalName, externalName: 10.0.0.1}
        """);
    for (String pod :
        List.of("nettest-1", "dns-clusterfirst", "dns-default", "dns-none", "dns-host", "web-0")) {
      cluster.awaitReady(pod);
    }
    cluster.pass(Duration.ofSeconds(2));
  }

  static String in(String pod, String command) {
    return cluster.inPod(pod, command.split(" "));
  }

  static String dig(String query) {
    return in("nettest-1", "dig +noall +answer " + query).replaceAll("[ \\t]+", " ");
  }

  static void scale(int replicas) {
    ObjectNode body = Json.object();
    body.putObject("spec").put("replicas", replicas);
    cluster.api(
        client ->
            client.patch(ResourceTypes.DEPLOYMENTS, "kube-system", "coredns", Patch.merge(body)));
    cluster.await(
        "coredns at " + replicas,
        Duration.ofSeconds(90),
        () ->
            servers().stream().filter(Pod::isReady).count() == replicas
                && servers().size() == replicas);
    cluster.pass(Duration.ofSeconds(3));
  }

  static List<Pod> servers() {
    return cluster.list(ResourceTypes.PODS).stream()
        .filter(pod -> "kube-dns".equals(pod.labels().get("k8s-app")))
        .map(Pod::new)
        .toList();
  }

  static void corefile(String text) {
    ObjectNode body = Json.object();
    body.putObject("data").put("Corefile", text);
    cluster.api(
        client ->
            client.patch(ResourceTypes.CONFIG_MAPS, "kube-system", "coredns", Patch.merge(body)));
  }

  static String log(Pod server) {
    return cluster.onNode(
        server.nodeName(),
        "cat /var/log/pods/kube-system_" + server.name() + "_*/coredns/*.log | cut -d' ' -f4-");
  }

  static void serveWith(String corefile) {
    corefile(corefile);
    scale(0);
    scale(2);
  }
}
