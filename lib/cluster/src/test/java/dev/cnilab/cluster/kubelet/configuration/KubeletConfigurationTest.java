package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kubelet obeys the {@code /var/lib/kubelet/config.yaml} with which it started. */
class KubeletConfigurationTest extends ConfiguredKubelet {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clusterDNS: [\\n- 10.96.0.10\\n | failed to decode: yaml: line 1: did not find expected node content
          rubbish | couldn't get version/kind; json parse error: json: cannot unmarshal string
          kind: KubeletConfiguration | Object 'apiVersion' is missing in
          kind: Pod\\napiVersion: v1 | no kind \\"Pod\\" is registered for version \\"v1\\"
          apiVersion: kubelet.config.k8s.io/v1beta1\\nkind: KubeletConfiguration\\nclusterDNS: 10.96.0.10 | failed to decode: json: cannot unmarshal string into Go struct field KubeletConfiguration.clusterDNS of type []string
          """)
  void an_unreadable_configuration_ends_the_kubelet(String content, String why) {
    edit(text -> content.replace("\\n", "\n"));
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\""))
        .last()
        .asString()
        .contains(
            "failed to load kubelet config file, path: "
                + PATH
                + ", error: failed to load Kubelet config file "
                + PATH
                + ", error ")
        .contains(why);
  }

  /** The messages of the kubelet of Kubernetes 1.37.2 for the same lines. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          address: 5 | failed to decode: json: cannot unmarshal number into Go struct field KubeletConfiguration.address of type string
          cgroupsPerQOS: x | failed to decode: json: cannot unmarshal string into Go struct field KubeletConfiguration.cgroupsPerQOS of type bool
          evictionHard: 5 | failed to decode: json: cannot unmarshal number into Go struct field KubeletConfiguration.evictionHard of type map[string]string
          'kubeReserved: {cpu: -1}' | failed to decode: json: cannot unmarshal number into Go struct field KubeletConfiguration.kubeReserved of type string
          maxPods: many | failed to decode: json: cannot unmarshal string into Go struct field KubeletConfiguration.maxPods of type int32
          maxPods: 1.5 | failed to decode: json: cannot unmarshal number 1.5 into Go struct field KubeletConfiguration.maxPods of type int32
          maxPods: 99999999999 | failed to decode: json: cannot unmarshal number 99999999999 into Go struct field KubeletConfiguration.maxPods of type int32
          syncFrequency: 5 | failed to decode: json: cannot unmarshal number into Go struct field KubeletConfiguration.syncFrequency of type string
          syncFrequency: soon | failed to decode: time: invalid duration "soon"
          registerWithTaints: 5 | failed to decode: json: cannot unmarshal number into Go struct field KubeletConfiguration.registerWithTaints of type []v1.Taint
          maxPods: -1 | error: invalid configuration: maxPods (--max-pods) -1 must not be a negative number, path: &TypeMeta{Kind:,APIVersion:,}
          containerLogMaxFiles: 1 | error: invalid configuration: containerLogMaxFiles must be greater than 1, path
          containerLogMaxWorkers: -1 | error: invalid configuration: containerLogMaxWorkers must be greater than or equal to 1, path
          containerLogMonitorInterval: 1ns | error: invalid configuration: containerLogMonitorInterval must be a positive time duration greater than or equal to 3s, path
          containerLogMonitorInterval: 0s | error: invalid configuration: containerLogMonitorInterval must be a positive time duration greater than or equal to 3s, path
          containerLogMonitorInterval: -5s | error: invalid configuration: containerLogMonitorInterval must be a positive time duration greater than or equal to 3s, path
          nodeLeaseDurationSeconds: -3 | error: invalid configuration: nodeLeaseDurationSeconds must be greater than 0, path
          healthzPort: 99999 | error: invalid configuration: healthzPort (--healthz-port) 99999 must be between 1 and 65535, inclusive, path
          oomScoreAdj: -5000 | error: invalid configuration: oomScoreAdj (--oom-score-adj) -5000 must be between -1000 and 1000, inclusive, path
          iptablesDropBit: 50 | error: invalid configuration: iptablesDropBit (--iptables-drop-bit) 50 must be between 0 and 31, inclusive, path
          'evictionHard: {memory.available: lots}' | err="failed to run Kubelet: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
          'evictionHard: {foo.available: 1%}' | err="failed to run Kubelet: unsupported eviction signal foo.available"
          'evictionHard: {nodefs.available: 150%}' | err="failed to run Kubelet: eviction percentage threshold nodefs.available must be <= 100%: 150%"
          'evictionHard: {memory.available: 1.2.3%}' | err="failed to run Kubelet: strconv.ParseFloat: parsing \\"1.2.3\\": invalid syntax"
          'evictionHard: {memory.available: .%}' | err="failed to run Kubelet: strconv.ParseFloat: parsing \\".\\": invalid syntax"
          'evictionHard: {memory.available: lots%}' | err="failed to run Kubelet: strconv.ParseFloat: parsing \\"lots\\": invalid syntax"
          'evictionHard: {pid.available: 5%}' | err="pid.available of evictionHard is not available on this machine
          'kubeReserved: {pid: "1000"}' | err="pid of kubeReserved is not available on this machine
          'systemReserved: {gpu: lots}' | err="failed to run Kubelet: --system-reserved value failed to parse: cannot reserve \\"gpu\\" resource"
          'kubeReserved: {cpu: lots}' | failed to run Kubelet: --kube-reserved value failed to parse: failed to parse quantity "lots" for "cpu" resource: quantities must match
          'authorization: {mode: Sometimes}' | err="failed to run Kubelet: unknown authorization mode Sometimes"
          'authentication: {x509: {clientCAFile: /nowhere.crt}}' | err="failed to run Kubelet: open /nowhere.crt: no such file or directory"
          'authentication: {x509: {clientCAFile: /etc/hosts}}' | failed to run Kubelet: error loading CA bundle for "client-ca-bundle::/etc/hosts": data does not contain any valid RSA or ECDSA certificates
          imageGCLowThresholdPercent: 95 | imageGCLowThresholdPercent (--image-gc-low-threshold) 95 must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) 85, path
          imageGCHighThresholdPercent: 0 | imageGCLowThresholdPercent (--image-gc-low-threshold) 80 must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) 0, path
          hairpinMode: nonsense | option "nonsense" specified for hairpinMode (--hairpin-mode). Valid options are "none", "hairpin-veth" or "promiscuous-bridge", path
          topologyManagerPolicy: nonsense | topologyManagerPolicy (--topology-manager-policy) "nonsense" must be one of: ["none" "best-effort" "restricted" "single-numa-node"], path
          cpuManagerPolicy: nonsense | failed to run Kubelet: unknown policy: "nonsense"
          tlsMinVersion: VersionTLS9 | failed to construct kubelet dependencies: unknown tls version "VersionTLS9"
          runtimeRequestTimeout: -5s | err="failed to run Kubelet: connectionTimeout must be positive"
          syncFrequency: -5s | err="failed to run Kubelet: failed to create kubelet: invalid sync frequency -5000000000"
          containerLogMaxSize: big | failed to initialize container log manager: failed to parse container log max size "big": quantities must match
          'featureGates: {NodeSwap: true}' | err="the feature gate NodeSwap is not available on this machine
          enforceNodeAllocatable: [pods, system-reserved] | systemReservedCgroup (--system-reserved-cgroup) must be specified when "system-reserved" or "system-reserved-compressible" included in enforceNodeAllocatable (--enforce-node-allocatable), path
          cgroupsPerQOS: false | cgroupsPerQOS (--cgroups-per-qos) must be set to true when "pods" contained in enforceNodeAllocatable (--enforce-node-allocatable), path
          enforceNodeAllocatable: [none] | err="enforceNodeAllocatable of a KubeletConfiguration is not available on this machine
          nodeStatusMaxImages: -2 | nodeStatusMaxImages (--node-status-max-images) -2 must be -1 or greater, path
          containerLogMaxFiles: 0 | containerLogMaxFiles must be greater than 1, path
          address: nowhere | failed to run Kubelet: bad address "nowhere": not an IPv4 address
          tlsCertFile: /nowhere.crt | failed to initialize kubelet server: open /nowhere.crt: no such file or directory
          'logging: {format: json}' | err="logging.format of a KubeletConfiguration is not available on this machine
          'logging: {verbosity: -1}' | json: cannot unmarshal number into Go struct field LoggingConfiguration.logging.verbosity of type v1.VerbosityLevel
          'authentication: {anonymous: {enabled: "no"}}' | json: cannot unmarshal string into Go struct field KubeletAnonymousAuthentication.authentication.anonymous.enabled of type bool
          'registerWithTaints: [{key: 5}]' | json: cannot unmarshal number into Go struct field Taint.registerWithTaints.key of type string
          evictionPressureTransitionPeriod: 4m | err="evictionPressureTransitionPeriod of a KubeletConfiguration is not available on this machine
          staticPodURL: 'http://x' | err="staticPodURL of a KubeletConfiguration is not available on this machine
          """)
  void a_value_it_cannot_have_ends_it(String line, String why) {
    String field = line.substring(0, line.indexOf(':') + 1);
    edit(text -> text.replaceAll("(?m)^" + field + ".*\n", "") + line + "\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\""))
        .last()
        .asString()
        .contains(escaped(why))
        .doesNotContain("failed to decode: failed to decode");
  }

  private static String escaped(String why) {
    return why.startsWith("err=") ? why : why.replace("\"", "\\\"");
  }

  @Test
  void an_unknown_configuration_field_is_logged_and_ignored() {
    edit(text -> text + "ClusterDNS: [10.96.0.99]\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("codec.go:102"))
        .last()
        .asString()
        .contains("err=\"strict decoding error: unknown field \\\"ClusterDNS\\\"\"");
  }

  @Test
  void unknown_nested_fields_and_invalid_dns_servers_are_logged_and_ignored() {
    edit(
        text ->
            text.replace("clusterDNS: [10.96.0.10]", "clusterDNS: [abc, 10.96.0.10]")
                + "logging: {colour: true}\nregisterWithTaints: [{key: a, efect: NoSchedule}]\n");
    startAgainAndRun("lenient");
    assertThat(node.log("codec.go:102"))
        .last()
        .asString()
        .contains(
            "unknown field \\\"logging.colour\\\", unknown field"
                + " \\\"registerWithTaints[0].efect\\\"");
    assertThat(node.log("Invalid clusterDNS IP")).last().asString().endsWith("IP=\"abc\"");
    assertThat(nameServers()).containsExactly("10.96.0.10");
  }

  @Test
  void a_default_value_in_another_notation_is_accepted() {
    edit(
        text ->
            text
                + "serverTLSBootstrap: false\nevictionPressureTransitionPeriod: 5m\n"
                + "enforceNodeAllocatable: [pods]\noomScoreAdj: -999\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\"")).isEmpty();
  }

  @Test
  void the_kubelet_restarts_once_its_configuration_is_repaired() {
    String[] before = new String[1];
    edit(
        text -> {
          before[0] = text;
          return "";
        });
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\"")).last().asString().contains("was empty");

    edit(text -> before[0]);
    node.passSeconds(20);
    node.applySleeper("again");
    node.passSeconds(1);
    assertThat(TestNode.condition(node.pod("again"), "Ready")).isEqualTo("True");
  }
}
