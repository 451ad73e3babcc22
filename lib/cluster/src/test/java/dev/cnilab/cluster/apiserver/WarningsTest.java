package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The warnings of Kubernetes 1.37.2 about objects that it accepts. */
class WarningsTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String SERVICES = "/api/v1/namespaces/default/services";
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  private static List<String> warnings(String method, String path, String yaml) {
    return server
        .send(method, path, "application/yaml", yaml)
        .headers()
        .allValues("Warning")
        .stream()
        .map(line -> line.replaceFirst("299 - \"(.*)\"", "$1").replace("\\\"", "\""))
        .toList();
  }

  private static final String CONTAINER = "containers: [{name: c, image: nginx}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        CONTAINER
            + ", nodeSelector: {beta.kubernetes.io/os: linux} |"
            + " spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use"
            + " \"kubernetes.io/os\" instead",
        CONTAINER
            + ", topologySpreadConstraints: [{maxSkew: 1, topologyKey: k, whenUnsatisfiable:"
            + " ScheduleAnyway}] | spec.topologySpreadConstraints[0].labelSelector: a null"
            + " labelSelector results in matching no pod",
        CONTAINER
            + ", affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{topologyKey: k}]}} |"
            + " spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector:"
            + " a null labelSelector results in matching no pod",
        CONTAINER
            + ", hostAliases: [{ip: 1.2.3.4, hostnames: [a]}, {ip: 1.2.3.4, hostnames: [b]}] |"
            + " spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"",
        CONTAINER
            + ", imagePullSecrets: [{name: ''}, {name: x}, {name: x}] |"
            + " spec.imagePullSecrets[2].name: duplicate name \"x\";spec.imagePullSecrets[0].name:"
            + " invalid empty name \"\"",
        CONTAINER
            + ", volumes: [{name: g, gitRepo: {repository: x}}] | spec.volumes[0].gitRepo:"
            + " deprecated in v1.11, and disabled by default in v1.33+",
        "containers: [{name: c, image: nginx, resources: {requests: {memory: 100m}, limits:"
            + " {memory: 1500m}}}] | spec.containers[0].resources.limits[memory]: fractional byte"
            + " value \"1500m\" is invalid, must be an"
            + " integer;spec.containers[0].resources.requests[memory]: fractional byte value"
            + " \"100m\" is invalid, must be an integer",
        "containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: a}, {containerPort:"
            + " 80, name: b}, {containerPort: 80, hostPort: 9}]}] | spec.containers[0].ports[1]:"
            + " duplicate port definition with"
            + " spec.containers[0].ports[0];spec.containers[0].ports[2]: overlapping port"
            + " definition with spec.containers[0].ports[0];spec.containers[0].ports[2]:"
            + " overlapping port definition with spec.containers[0].ports[1]",
        "initContainers: [{name: i, image: nginx, ports: [{containerPort: 80, name: x}]}],"
            + " containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostIP: 1.2.3.4,"
            + " name: x}, {containerPort: 81, hostPort: 80}, {containerPort: 81, hostPort: 80,"
            + " hostIP: 1.2.3.5}, {containerPort: 81, hostPort: 80, hostIP: 1.2.3.6},"
            + " {containerPort: 81, hostPort: 82}]}] | spec.containers[0].ports[0]: hostIP set"
            + " without hostPort: {Name:x HostPort:0 ContainerPort:80 Protocol:TCP"
            + " HostIP:1.2.3.4};spec.containers[0].ports[0]: overlapping port definition with"
            + " spec.initContainers[0].ports[0];spec.containers[0].ports[2]: dangerously ambiguous"
            + " port definition with spec.containers[0].ports[1];spec.containers[0].ports[3]:"
            + " dangerously ambiguous port definition with"
            + " spec.containers[0].ports[1];spec.containers[0].ports[0]: duplicate port name \"x\""
            + " with spec.initContainers[0].ports[0], services and probes that select ports by name"
            + " will use spec.initContainers[0].ports[0]",
        "containers: [{name: c, image: nginx, env: [{name: A, value: '1'}, {name: A, value: '2'}]}]"
            + " | spec.containers[0].env[1]: hides previous definition of \"A\", which may be"
            + " dropped when using apply",
      })
  void odd_pods_are_warned_about(String spec, String expected) {
    String pod = "{metadata: {name: odd}, spec: {" + spec + "}}";

    assertThat(warnings("POST", PODS + "?dryRun=All", pod))
        .containsExactly(expected.split(";(?=spec)"));
  }

  @Test
  void an_ordinary_pod_gets_no_warning() {
    assertThat(
            warnings(
                "POST",
                PODS + "?dryRun=All",
                "{metadata: {name: plain}, spec: {containers: [{name: c, image: nginx, env: [{name:"
                    + " A, value: '1'}, {name: A, value: $(A)2}], ports: [{containerPort: 80},"
                    + " {containerPort: 80, protocol: UDP}]}]}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "externalName: x.y | spec.externalName is ignored when spec.type is not \"ExternalName\"",
        "externalIPs: [1.2.3.4] | spec.externalIPs is deprecated and may no longer be implemented"
            + " in some clusters",
        "clusterIP: None, externalIPs: [1.2.3.4], sessionAffinity: ClientIP | spec.externalIPs is"
            + " ignored for headless services;spec.SessionAffinity is ignored for headless"
            + " services",
        "trafficDistribution: PreferClose | spec.trafficDistribution: \"PreferClose\" is"
            + " deprecated; use \"PreferSameZone\"",
      })
  void odd_services_get_warnings(String spec, String expected) {
    String service = "{metadata: {name: odd}, spec: {ports: [{port: 80}], " + spec + "}}";

    assertThat(warnings("POST", SERVICES + "?dryRun=All", service))
        .containsExactly(expected.split(";(?=spec)"));
  }

  @Test
  void a_template_gets_warnings_only_when_it_is_new_or_has_changed() {
    String path = "/apis/apps/v1/namespaces/default/deployments";
    String deployment =
        "{metadata: {name: twice}, spec: {selector: {matchLabels: {a: b}}, template: {metadata:"
            + " {labels: {a: b}}, spec: {containers: [{name: c, image: %s, env: [{name: A}, {name:"
            + " A}]}]}}}}";
    String warning =
        "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be"
            + " dropped when using apply";

    assertThat(warnings("POST", path, deployment.formatted("nginx"))).containsExactly(warning);
    assertThat(warnings("PUT", path + "/twice", deployment.formatted("busybox")))
        .containsExactly(warning);
    JsonNode kept = Json.parse(server.get(path + "/twice").body());
    assertThat(warnings("PUT", path + "/twice", kept.toString())).isEmpty();
  }
}
