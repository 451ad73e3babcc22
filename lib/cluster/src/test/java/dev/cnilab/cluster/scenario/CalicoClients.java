package dev.cnilab.cluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.labapi.PacketTracing;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A cluster with Calico, a client and a server. */
abstract class CalicoClients {
  @AutoClose
  static final TestCluster CLUSTER = new TestCluster(ClusterSpec.onDemand().withCni(Cni.CALICO));

  @BeforeAll
  static void aClientAndAServer() {
    CLUSTER.podOn("worker-1", "client");
    CLUSTER.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: server, labels: {app: server}}
        spec:
          nodeName: worker-2
          terminationGracePeriodSeconds: 1
          containers:
          - name: web
            image: nginx
            ports: [{name: http, containerPort: 80}]
            readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 2}
        """);
    CLUSTER.awaitReady("client");
    CLUSTER.awaitReady("server");
  }

  @AfterEach
  void withoutPolicies() {
    CLUSTER.api(
        client -> {
          client
              .list(ResourceTypes.NETWORK_POLICIES)
              .forEach(
                  policy ->
                      client.delete(
                          ResourceTypes.NETWORK_POLICIES,
                          policy.namespace(),
                          policy.name(),
                          DeleteOptions.background()));
          return true;
        });
    CLUSTER.pass(Duration.ofSeconds(1));
  }

  static String address(String pod) {
    return CLUSTER.pod(pod).object().text("/status/podIP");
  }

  static String fetch() {
    return CLUSTER.inPod(
        "client",
        "curl",
        "-s",
        "-o",
        "/dev/null",
        "-m",
        "3",
        "-w",
        "%{http_code}",
        address("server"));
  }

  static void policy(String spec) {
    CLUSTER.apply(
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: "
            + spec
            + "}");
    CLUSTER.pass(Duration.ofSeconds(1));
  }

  static void felix(String merge) {
    CLUSTER.api(
        client ->
            client.patch(
                client.types().stream()
                    .filter(each -> each.plural().equals("felixconfigurations"))
                    .findFirst()
                    .orElseThrow(),
                "",
                "default",
                Patch.merge(Json.parse(merge))));
    CLUSTER.pass(Duration.ofSeconds(15));
  }

  /** Sets one of calico-node's variables and replaces its pods. */
  static void setVariable(String name, String value) {
    CLUSTER.api(
        client -> {
          client.patch(
              ResourceTypes.DAEMON_SETS,
              "kube-system",
              "calico-node",
              Patch.strategic(
                  Json.parse(
                      """
                      {"spec": {"template": {"spec": {"containers": [{"name": "calico-node", "env":
                      [{"name": "%s", "value": "%s"}]}]}}}}
                      """
                          .formatted(name, value))));
          return true;
        });
    CLUSTER.deletePods("k8s-app", "calico-node");
    CLUSTER.pass(Duration.ofSeconds(60));
  }

  static JsonNode lastStep() {
    var places =
        new NamespaceFinder(CLUSTER.api(client -> client), name -> CLUSTER.cluster().node(name));
    JsonNode trace =
        new PacketTracing(CLUSTER.cluster().loop(), places)
            .trace(
                Json.parse("{\"from\":{\"pod\":\"client\"},\"to\":\"" + address("server") + "\"}"));
    JsonNode hops = trace.at("/traces/0/hops");
    JsonNode steps = hops.path(hops.size() - 1).path("steps");
    return steps.path(steps.size() - 1);
  }

  static void label(String pod, String role) {
    CLUSTER.api(
        client ->
            client.patch(
                ResourceTypes.PODS,
                "default",
                pod,
                Patch.merge(
                    Json.parse("{\"metadata\":{\"labels\":{\"role\":\"" + role + "\"}}}"))));
    CLUSTER.pass(Duration.ofSeconds(1));
  }

  static String pool(ApiClient client) {
    KubeObject pool =
        client
            .list(
                client.types().stream()
                    .filter(type -> type.plural().equals("ippools"))
                    .findFirst()
                    .orElseThrow())
            .getFirst();
    return pool.text("/spec/cidr")
        + " "
        + pool.text("/spec/blockSize")
        + " "
        + pool.text("/spec/ipipMode");
  }
}
