package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.Quantity;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kubelet obeys the {@code /var/lib/kubelet/config.yaml} with which it started. */
class KubeletConfigurationTest {
  private static final String PATH = "/var/lib/kubelet/config.yaml";

  @AutoClose private final TestNode node = TestNode.started();

  @Test
  void pods_get_another_dns_server_once_the_kubelet_has_started_again() {
    edit(text -> text.replace("10.96.0.10", "10.96.0.99"));
    node.applySleeper("unread");
    node.passSeconds(1);
    assertThat(nameServers()).containsExactly("10.96.0.10");

    startAgainAndRun("read");
    assertThat(nameServers()).containsExactlyInAnyOrder("10.96.0.10", "10.96.0.99");
  }

  @Test
  void without_a_cluster_dns_pods_get_the_dns_server_of_the_node() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "clusterDNS: []"));
    startAgainAndRun("lost");
    assertThat(nameServers()).containsExactly("172.30.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus-flag | failed to parse kubelet flag: unknown flag: --bogus-flag
          -Y           | failed to parse kubelet flag: unknown shorthand flag: 'Y' in -Y
          --config     | failed to parse kubelet flag: flag needs an argument: --config
          nosuch       | unknown command nosuch
          --node-ip=::1 | failed to run Kubelet: bad --node-ip \\"::1\\": not an IPv4 address
          --container-runtime-endpoint=unix:///run/other.sock | flag --container-runtime-endpoint is not available on this machine
          --v=4 | flag --v is not available on this machine
          --serialize-image-pulls=false | flag --serialize-image-pulls is not available on this machine
          --cloud-provider=x | flag --cloud-provider is not available on this machine
          --max-pods=x | failed to parse kubelet flag: invalid argument \\"x\\" for \\"--max-pods\\" flag: strconv.ParseInt: parsing \\"x\\": invalid syntax
          --v=x | failed to parse kubelet flag: invalid argument \\"x\\" for \\"-v, --v\\" flag: strconv.ParseUint: parsing \\"x\\": invalid syntax
          --register-with-taints=a | failed to parse kubelet flag: invalid argument \\"a\\" for \\"--register-with-taints\\" flag: invalid taint spec: a
          --register-with-taints=a=b:Foo | failed to parse kubelet flag: invalid argument \\"a=b:Foo\\" for \\"--register-with-taints\\" flag: invalid taint effect: Foo, unsupported taint effect
          --node-labels=a=b=c | failed to validate kubelet flags: invalid node labels: 'b=c' - a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
          --max-pods=-4 | failed to validate kubelet configuration, error: invalid configuration: maxPods (--max-pods) -4 must not be a negative number, path: &TypeMeta{Kind:,APIVersion:,}
          """)
  void a_kubelet_with_arguments_that_make_no_sense_says_so_and_ends(String word, String why) {
    assertThat(node.typed("kubelet", word))
        .contains("run.go:72] \"command failed\" err=\"" + why + "\"\n1\n");
  }

  /** In the words of the kubelet of 1.37.2. */
  @Test
  void labels_that_are_not_a_node_s_to_give_end_it() {
    extraArguments("--node-labels=node-role.kubernetes.io/worker=");
    assertThat(node.log("run.go:72").getLast()).contains("\"command failed\" err=<");
    assertThat(node.log("unknown 'kubernetes.io' or 'k8s.io' labels specified"))
        .last()
        .asString()
        .endsWith("with --node-labels: [node-role.kubernetes.io/worker]");
    extraArguments("");
    node.passSeconds(11);
    assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True ");
  }

  @Test
  void flags_of_etc_default_go_before_the_file_and_label_a_node_that_registers() {
    edit(text -> text + "maxPods: 7\n");
    extraArguments("--max-pods=5 --node-labels=disk=fast,topology.kubernetes.io/zone=a");
    node.passSeconds(11);
    assertThat(node.node().text("/status/capacity/pods")).isEqualTo("5");
    assertThat(node.node().labels())
        .containsEntry("topology.kubernetes.io/zone", "a")
        .doesNotContainKey("disk");
    node.deleteNode();
    node.systemctl("restart", "kubelet");
    node.passSeconds(2);
    assertThat(node.node().labels()).containsEntry("disk", "fast");
  }

  private void extraArguments(String words) {
    node.run(
        () -> {
          String unit = "/usr/lib/systemd/system/kubelet.service";
          String text = node.files().readText(unit);
          if (!text.contains("$KUBELET_EXTRA_ARGS")) {
            node.files()
                .write(
                    unit,
                    text.replace("bin/kubelet", "bin/kubelet $KUBELET_EXTRA_ARGS")
                        .replace("[Service]", "[Service]\nEnvironmentFile=-/etc/default/kubelet"));
            node.reloadUnits();
          }
          node.files().createDirectories("/etc/default");
          node.files().write("/etc/default/kubelet", "KUBELET_EXTRA_ARGS=" + words + "\n");
        });
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
  }

  @Test
  void a_second_kubelet_finds_the_port_taken_and_harms_nobody() {
    assertThat(node.typed("kubelet", "--config=" + PATH))
        .contains("Failed to listen and serve", "0.0.0.0:10250: bind: address already in use")
        .endsWith("\n1\n");
    assertThat(node.typed("kubelet", "--version")).isEqualTo("Kubernetes v1.37.2\n0\n");
    node.applySleeper("afterwards");
    node.passSeconds(2);
    assertThat(nameServers()).containsExactly("10.96.0.10");
  }

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
  void a_file_it_cannot_read_ends_it(String content, String why) {
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
  void a_field_that_it_does_not_know_is_said_and_left_out() {
    edit(text -> text + "ClusterDNS: [10.96.0.99]\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("codec.go:102"))
        .last()
        .asString()
        .contains("err=\"strict decoding error: unknown field \\\"ClusterDNS\\\"\"");
  }

  @Test
  void that_goes_for_names_inside_of_others_and_for_dns_servers_that_are_none() {
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
  void the_default_in_other_words_is_the_default() {
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
  void its_health_is_not_served_at_port_0() {
    assertThat(listening()).contains("127.0.0.1:10248");
    edit(text -> text + "healthzPort: 0\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(listening()).containsExactly("0.0.0.0:10250");
  }

  @Test
  void it_serves_at_the_address_that_is_set() {
    edit(text -> text + "address: 127.0.0.1\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("Starting to listen")).last().asString().contains("address=\"127.0.0.1\"");
    assertThat(listening()).contains("127.0.0.1:10250").doesNotContain("0.0.0.0:10250");
  }

  private List<String> listening() {
    return node.call(
        () ->
            node.machine().networkNamespace().tcp().listeners().stream()
                .map(each -> each.local().toString())
                .toList());
  }

  @Test
  void it_lists_no_more_images_than_it_may() {
    node.applySleeper("imaged");
    node.passSeconds(50);
    assertThat(node.node().at("/status/images").size()).isPositive();
    edit(text -> text + "nodeStatusMaxImages: 0\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(50);
    assertThat(node.node().at("/status/images").size()).isZero();
  }

  @Test
  void without_its_handlers_it_serves_neither_logs_nor_commands() {
    edit(
        text ->
            text
                + "authorization: {mode: AlwaysAllow}\n"
                + "authentication: {anonymous: {enabled: true}}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/logs/")).contains("<pre>");
    edit(text -> text + "enableSystemLogHandler: false\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/logs/")).startsWith("logs endpoint is disabled.");
    assertThat(get("/runningpods/")).contains("PodList");
    edit(text -> text + "enableDebuggingHandlers: false\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/runningpods/")).startsWith("Debug endpoints are disabled.");
    assertThat(get("/pods")).contains("PodList");
    assertThatThrownBy(() -> node.require(KubeletEndpoint::requireReachable))
        .hasMessage("Debug endpoints are disabled.");
  }

  private String get(String path) {
    Endpoint from = new Endpoint(Ipv4Address.parse("172.30.0.11"), 40000);
    return node.ask(
        kubelet -> kubelet.answer(new HttpRequest("GET", path, from, Map.of(), "")).body());
  }

  @Test
  void without_events_of_its_runtime_it_hears_of_a_container_when_it_lists_them() {
    edit(text -> text + "featureGates: {EventedPLEG: false}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper("slow");
    node.pass(Duration.ofMillis(500));
    assertThat(phase("slow")).isEqualTo("Pending");
    node.passSeconds(1);
    assertThat(phase("slow")).isEqualTo("Running");
    node.systemctl("stop", "containerd");
    node.passSeconds(3);
    assertThat(node.log("GenericPLEG: Unable to retrieve pods")).hasSizeGreaterThan(1);
    node.systemctl("start", "containerd");

    edit(text -> text.replace("EventedPLEG: false", "EventedPLEG: true"));
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper("fast");
    node.pass(Duration.ofMillis(500));
    assertThat(phase("fast")).isEqualTo("Running");
  }

  private String phase(String pod) {
    return node.pod(pod).text("/status/phase");
  }

  @Test
  void a_containerd_without_its_part_for_kubelets_is_none() {
    configureContainerd("disabled_plugins = ['cri']\n");
    node.passSeconds(45);
    assertThat(TestNode.condition(node.node(), "Ready"))
        .startsWith("False KubeletNotReady")
        .contains("container runtime is down");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\""))
        .last()
        .asString()
        .contains(
            "validate CRI v1 runtime API for endpoint",
            "code = Unimplemented desc = unknown service runtime.v1.RuntimeService");

    configureContainerd("version = 3\n");
    node.passSeconds(30);
    assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True");
  }

  private void configureContainerd(String text) {
    node.run(
        () -> {
          node.files().createDirectories("/etc/containerd");
          node.files().write("/etc/containerd/config.toml", text);
        });
    node.systemctl("restart", "containerd");
  }

  @Test
  void as_many_pods_fit_as_the_file_says() {
    edit(text -> text + "maxPods: 7\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/capacity/pods")).isEqualTo("7");
    edit(text -> text + "podsPerCore: 2\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/allocatable/pods")).isEqualTo("4");
  }

  @Test
  void what_is_reserved_is_not_allocatable_and_more_than_there_is_ends_it() {
    String before = node.node().text("/status/allocatable/memory");
    edit(text -> text + "kubeReserved: {cpu: 100m, memory: 100Mi}\nsystemReserved: {cpu: 50m}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/allocatable/cpu")).isEqualTo("1850m");
    assertThat(node.node().text("/status/allocatable/memory"))
        .isEqualTo(ki(before) - 100 * 1024 + "Ki");

    edit(text -> text + "evictionHard: {memory.available: 900Gi}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("Failed to start ContainerManager"))
        .last()
        .asString()
        .contains("Resource \\\"memory\\\" has a reservation of {{966")
        .contains("Expected capacity >= reservation.");

    edit(text -> text.replaceAll("(?m)^(kubeReserved|systemReserved|evictionHard).*\n", ""));
    node.passSeconds(30);
    assertThat(node.node().text("/status/allocatable/cpu")).isEqualTo("2");
    assertThat(node.node().text("/status/allocatable/memory")).isEqualTo(before);
  }

  private static long ki(String quantity) {
    return Long.parseLong(quantity.replace("Ki", ""));
  }

  @Test
  void below_the_threshold_that_is_set_the_node_is_short_of_memory() {
    String most = ki(node.node().text("/status/capacity/memory")) - 1 + "Ki";
    edit(text -> text + "evictionHard: {memory.available: " + most + "}\n");
    node.applySleeper("greedy");
    node.passSeconds(2);
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
    assertThat(TestNode.condition(node.node(), "MemoryPressure")).startsWith("True");
    assertThat(node.pod("greedy").text("/status/reason")).isEqualTo("Evicted");

    edit(text -> text.replaceAll("(?m)^evictionHard.*\n", ""));
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
    assertThat(TestNode.condition(node.node(), "MemoryPressure")).startsWith("False");
  }

  @Test
  void a_node_is_short_of_disk_by_the_first_threshold_but_withholds_only_that_of_its_own_disk() {
    edit(text -> text + "evictionHard: {nodefs.available: 18Gi, imagefs.available: 1Gi}\n");
    restartAndObserve();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("True");

    edit(text -> text.replace("18Gi", "1Gi").replace("available: 1Gi}", "available: 99%}"));
    restartAndObserve();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("True");
    assertThat(withheld("ephemeral-storage")).isEqualTo(1L << 30);
  }

  @Test
  void without_thresholds_nothing_is_withheld_and_the_defaults_can_be_kept_besides() {
    long usually = withheld("ephemeral-storage");
    edit(text -> text + "evictionHard: {}\n");
    restartAndObserve();
    assertThat(withheld("memory")).isZero();
    assertThat(withheld("ephemeral-storage")).isZero();

    edit(
        text ->
            text.replace(
                "evictionHard: {}",
                "evictionHard: {memory.available: 200Mi, containerfs.available: 99%}\n"
                    + "mergeDefaultEvictionSettings: true"));
    restartAndObserve();
    assertThat(withheld("memory")).isEqualTo(200L << 20);
    assertThat(withheld("ephemeral-storage")).isEqualTo(usually).isPositive();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("False");
  }

  private void restartAndObserve() {
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
  }

  /** In bytes: what of a resource pods cannot have. */
  private long withheld(String resource) {
    KubeObject found = node.node();
    return Quantity.milli(found.text("/status/capacity/" + resource)) / 1000
        - Quantity.milli(found.text("/status/allocatable/" + resource)) / 1000;
  }

  @Test
  void a_pod_has_as_many_processes_as_the_limit_allows() {
    edit(text -> text + "podPidsLimit: 10\n");
    startAgainAndRun("few");
    startMore("few", 8);
    assertThatThrownBy(() -> startMore("few", 1))
        .hasMessageContaining("Resource temporarily unavailable");

    edit(text -> text.replace("podPidsLimit: 10", "podPidsLimit: -1"));
    startAgainAndRun("many");
    startMore("many", 20);
  }

  @Test
  void the_runtimes_socket_may_be_named_by_way_of_var() {
    edit(
        text ->
            text.replaceFirst("(?m)^containerRuntimeEndpoint: .*\n", "")
                + "containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock\n");
    startAgainAndRun("named");
    assertThat(nameServers()).isNotEmpty();
  }

  private void startAgainAndRun(String pod) {
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper(pod);
    node.passSeconds(1);
  }

  /** Besides the pause process and the container's. */
  private void startMore(String pod, int processes) {
    Process parent = node.process(pod);
    for (int i = 0; i < processes; i++) {
      node.run(() -> parent.start(ProcessSpec.of("sleep")));
    }
  }

  @Test
  void without_a_file_for_resolvers_pods_resolve_nothing() {
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: ''"));
    startAgainAndRun("nowhere");
    assertThat(nameServers()).containsExactly("127.0.0.1");
  }

  @Test
  void a_directory_of_static_pods_that_is_not_there_is_looked_for_every_second() {
    edit(text -> text.replace("/etc/kubernetes/manifests", "relative"));
    node.systemctl("restart", "kubelet");
    node.passSeconds(4);
    assertThat(node.log("Unable to read config path"))
        .hasSizeBetween(3, 6)
        .last()
        .asString()
        .contains("err=\"path does not exist, ignoring\" path=\"/var/lib/kubelet/relative\"");

    node.run(
        () -> {
          node.files().createDirectories("/var/lib/kubelet/relative");
          node.files().write("/var/lib/kubelet/relative/t.yaml", "rubbish\n");
        });
    node.passSeconds(3);
    assertThat(node.log("Could not process manifest file"))
        .last()
        .asString()
        .contains("couldn't get version/kind; json parse error: json: cannot unmarshal string");
  }

  @Test
  void a_pod_gets_the_file_that_resolv_conf_names() {
    node.run(() -> node.files().write("/etc/other.conf", "nameserver 192.0.2.53\n"));
    edit(text -> text.replace("clusterDNS: [10.96.0.10]", "resolvConf: /etc/other.conf"));
    startAgainAndRun("other");
    assertThat(nameServers()).containsExactly("192.0.2.53");
  }

  @Test
  void no_pod_starts_where_the_file_that_resolv_conf_names_is_not_there() {
    edit(text -> text + "resolvConf: /run/systemd/resolve/gone.conf\n");
    startAgainAndRun("other");
    assertThat(node.log("Failed to create sandbox for pod"))
        .last()
        .asString()
        .contains("open /run/systemd/resolve/gone.conf: no such file or directory");
  }

  @Test
  void an_address_that_the_machine_does_not_have_is_not_reported() {
    node.run(
        () -> {
          String unit = "/usr/lib/systemd/system/kubelet.service";
          String text = node.files().readText(unit);
          node.files().write(unit, text.replace("bin/kubelet", "bin/kubelet --node-ip=192.0.2.1"));
          node.reloadUnits();
        });
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.log("Failed to set some node status fields"))
        .last()
        .asString()
        .contains("node IP: \\\"192.0.2.1\\\" not found in the host's network interfaces");
    assertThat(node.node().at("/status/addresses").toString()).contains("172.30.0.12");
  }

  @Test
  void it_starts_again_when_the_file_is_mended() {
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

  private List<String> nameServers() {
    CriRuntime runtime = node.runtime();
    return node.loop()
        .call(
            () ->
                runtime.listPodSandbox().stream()
                    .flatMap(sandbox -> resolvConf(sandbox.id()))
                    .filter(line -> line.startsWith("nameserver "))
                    .map(line -> line.substring("nameserver ".length()))
                    .distinct()
                    .toList());
  }

  private java.util.stream.Stream<String> resolvConf(String sandbox) {
    try {
      return node.files()
          .readText(
              "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/" + sandbox + "/resolv.conf")
          .lines();
    } catch (IOException gone) {
      return java.util.stream.Stream.of();
    }
  }

  private void edit(UnaryOperator<String> change) {
    node.run(() -> node.files().write(PATH, change.apply(node.files().readText(PATH))));
  }
}
