package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.kubelets.NetworkKubelets;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.KubeletService;
import dev.cnilab.cluster.apiserver.node.Kubelets;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.DirectClients;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.cluster.containerd.TestUnits;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.kubelet.container.PodCgroup;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.node.Reserve;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramRegistry;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.stream.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node for tests: a real API server, a real machine with the real containerd and kubelet, and a
 * network plugin that only allocates addresses.
 */
final class TestNode implements AutoCloseable {
  static final String NAME = "node-2";
  private static final Map<String, String> ADDRESSES = Map.of(NAME, "172.30.0.12");
  static final String CONFLIST = "/etc/cni/net.d/10-test.conflist";
  static final String PLUGIN = "/opt/cni/bin/testnet";

  private static final String KUBECONFIG =
      """
      current-context: c
      contexts: [{name: c, context: {cluster: k, user: u}}]
      clusters: [{name: k, cluster: {server: 'https://172.30.0.11:6443'}}]
      users: [{name: u, user: {token: t}}]
      """;

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final EventLoop loop = EventLoop.onDemand(7);
  private final List<Throwable> defects = new ArrayList<>();
  private final ApiClient client;
  private final Machine machine;
  private final ApiServer server;
  private @Nullable Containerd containerd;
  private final Handover<KubeletService> handover = Handover.of(KubeletService.class);
  private final ServerNetwork network = new ServerNetwork();
  private final Kubelets kubelets =
      new NetworkKubelets(
          name ->
              new Endpoint(
                  Ipv4Address.parse(ADDRESSES.getOrDefault(name, "")), NodeConfig.KUBELET_PORT),
          network,
          handover);

  private TestNode() {
    loop.onUncaught(defects::add);
    server = loop.call(() -> new ApiServer(loop));
    client = loop.call(() -> server.client(User.apiServer()));
    machine = loop.call(this::install);
  }

  /** A node whose services are about to start, with a working network. */
  static TestNode started() {
    TestNode node = installed();
    node.run(() -> node.files().write(CONFLIST, conflist("testnet")));
    node.startServices();
    node.pass(Duration.ofSeconds(1));
    return node;
  }

  /** A node without a network configuration whose services do not run yet. */
  static TestNode installed() {
    return new TestNode();
  }

  static String conflist(String type) {
    return """
    {"name": "test", "cniVersion": "1.0.0", "plugins": [{"type": "%s"}]}
    """
        .formatted(type);
  }

  void startServices() {
    run(
        () -> {
          machine.units().find("containerd").orElseThrow().start();
          machine.units().find("kubelet").orElseThrow().start();
        });
  }

  /** Types a command that ends at once; returns its output, with the status on a last line. */
  String typed(String... words) {
    StringBuilder text = new StringBuilder();
    Sink sink = new Sink(bytes -> text.append(new String(bytes, StandardCharsets.UTF_8)), () -> {});
    run(
        () ->
            machine
                .start(ProcessSpec.of(words).descriptor(1, sink).descriptor(2, sink))
                .onExit(status -> text.append(status).append('\n')));
    passSeconds(1);
    return text.toString();
  }

  /** As {@code systemctl daemon-reload}; within an action. */
  void reloadUnits() {
    machine.units().reload();
  }

  void systemctl(String verb, String unit) {
    run(
        () -> {
          var service = machine.units().find(unit).orElseThrow();
          switch (verb) {
            case "start" -> service.start();
            case "stop" -> service.stop();
            case "restart" -> {
              service.stop();
              service.start();
            }
            default -> throw new IllegalArgumentException(verb);
          }
        });
  }

  /** Advances virtual time. */
  void pass(Duration time) {
    loop.advance(time);
  }

  void passSeconds(int seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  EventLoop loop() {
    return loop;
  }

  Machine machine() {
    return machine;
  }

  MountNamespace files() {
    return machine.files();
  }

  /** The process of a pod's only container. */
  Process process(String pod) {
    String slice = PodCgroup.path(new Pod(pod(pod)));
    return call(
        () ->
            machine.processes().all().stream()
                .filter(each -> each.cgroup().path().startsWith(slice))
                .reduce((pause, container) -> container)
                .orElseThrow());
  }

  CriRuntime runtime() {
    return containerd;
  }

  /** Asks the kubelet something over the network, as the API server does. */
  <T> T ask(Function<KubeletEndpoint, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(
        () -> {
          EventLoop.Waiting waiting = loop.waiting();
          loop.spawn(
              "question",
              () -> {
                try (waiting) {
                  answer.complete(question.apply(kubelets.connect(NAME)));
                } catch (RuntimeException refused) {
                  answer.completeExceptionally(refused);
                }
              });
        });
    try {
      return answer.join();
    } catch (CompletionException refused) {
      throw refused.getCause() instanceof RuntimeException why ? why : refused;
    }
  }

  /** As {@link #ask}, for a call without a result. */
  void require(Consumer<KubeletEndpoint> question) {
    ask(
        kubelet -> {
          question.accept(kubelet);
          return "";
        });
  }

  /** An action that may fail like file access. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  void run(Action action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
  }

  <T> T call(Callable<T> action) {
    return loop.call(action);
  }

  KubeObject apply(String yaml) {
    try {
      KubeObject object = KubeObject.of((ObjectNode) YAML.readTree(yaml));
      ResourceType type =
          ResourceTypes.builtIn().stream()
              .filter(t -> t.kind().equals(object.kind()))
              .findFirst()
              .orElseThrow();
      return call(() -> client.create(type, object));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** A pod bound to this node whose container sleeps. */
  KubeObject applySleeper(String name) {
    return applyPod(
        name,
        """
        terminationGracePeriodSeconds: 1
        containers:
        - {name: app, image: sleeper, imagePullPolicy: IfNotPresent, command: [sleep]}
        """);
  }

  /** Creates a pod on this node without a token; {@code spec} has the other fields. */
  KubeObject applyPod(String name, String spec) {
    return apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
        """
                .formatted(name)
            + spec.indent(2));
  }

  void patch(ResourceType type, String name, String merge) {
    run(() -> client.patch(type, "default", name, Patch.merge(Json.parse(merge))));
  }

  /** Changes the node's status, as an administrator can. */
  void patchNodeStatus(String merge) {
    patchStatus(ResourceTypes.NODES, "", NAME, merge);
  }

  void patchStatus(ResourceType type, String namespace, String name, String merge) {
    run(() -> client.patch(type, namespace, name, Patch.merge(Json.parse(merge)).ofStatus()));
  }

  /** The only object of a type. */
  KubeObject only(ResourceType type) {
    List<KubeObject> all = call(() -> client.list(type));
    if (all.size() != 1) {
      throw new IllegalStateException(type.plural() + ": " + all);
    }
    return all.getFirst();
  }

  KubeObject pod(String name) {
    return call(() -> client.get(ResourceTypes.PODS, "default", name));
  }

  boolean hasPod(String name) {
    return call(() -> client.find(ResourceTypes.PODS, "default", name).isPresent());
  }

  void delete(String pod) {
    run(() -> client.delete(ResourceTypes.PODS, "default", pod, DeleteOptions.background()));
  }

  void delete(ResourceType type, String name) {
    run(() -> client.delete(type, "default", name, DeleteOptions.now()));
  }

  /** As {@code kubectl delete --force}: does not wait for the kubelet. */
  void deleteAtOnce(String pod) {
    run(() -> client.delete(ResourceTypes.PODS, "default", pod, DeleteOptions.now()));
  }

  void deleteNode() {
    run(() -> client.delete(ResourceTypes.NODES, "", NAME, DeleteOptions.now()));
  }

  KubeObject node() {
    return call(() -> client.get(ResourceTypes.NODES, "", NAME));
  }

  /** A condition as {@code Status reason message}. */
  static String condition(KubeObject object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return (condition.path("status").asText()
                + " "
                + condition.path("reason").asText()
                + " "
                + condition.path("message").asText())
            .strip();
      }
    }
    return "";
  }

  /** The events about an object as {@code TYPE REASON xCOUNT MESSAGE}, in order of first time. */
  List<String> events(String name) {
    return eventObjects(name).stream()
        .map(
            event ->
                "%s %s x%s %s"
                    .formatted(
                        event.text("/type"),
                        event.text("/reason"),
                        event.text("/count"),
                        withoutIds(event.text("/message"))))
        .toList();
  }

  List<KubeObject> eventObjects(String name) {
    return call(
        () ->
            client.list(ResourceTypes.EVENTS).stream()
                .filter(event -> event.text("/involvedObject/name").equals(name))
                .sorted(
                    Comparator.comparing((KubeObject event) -> event.text("/firstTimestamp"))
                        .thenComparing(KubeObject::name))
                .toList());
  }

  /** Makes a process of the node answer every connection to a port with a text. */
  void listen(int port, String answer) {
    run(
        () -> {
          TcpListener listener = machine.networkNamespace().tcp().listen(Ipv4Address.ANY, port, 8);
          loop.spawn(
              "listener",
              () -> {
                while (true) {
                  try (TcpConnection connection = listener.accept()) {
                    connection.read(1000, Duration.ofSeconds(1));
                    connection.write(Bytes.of(answer), Duration.ofSeconds(1));
                  }
                }
              });
        });
  }

  /** Kills the pause processes of all sandboxes. */
  void killSandboxes() {
    run(
        () ->
            containerd.listPodSandbox().stream()
                .filter(sandbox -> sandbox.pid() > 0)
                .forEach(
                    sandbox ->
                        machine.processes().find(sandbox.pid()).orElseThrow().kill(Signal.KILL)));
  }

  /** The lines of the kubelet's log that contain a text, without severity, time and pid. */
  List<String> log(String text) {
    return call(
        () ->
            machine.journal().entries().stream()
                .filter(entry -> entry.unit().equals("kubelet.service"))
                .map(JournalEntry::message)
                .filter(line -> line.contains(text))
                .map(line -> withoutIds(line.replaceFirst("^.\\d{4} \\S+ +\\d+ ", "")))
                .toList());
  }

  /** Everything the node's services have logged, to debug a failing test. */
  String journal() {
    return call(
        () ->
            machine.journal().entries().stream()
                .map(entry -> entry.time() + " " + entry.unit() + " " + entry.message())
                .collect(Collectors.joining("\n")));
  }

  private static final Pattern LONG_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  static String withoutIds(String text) {
    return UUID.matcher(LONG_ID.matcher(text).replaceAll("ID")).replaceAll("UID");
  }

  @Override
  public void close() {
    loop.close();
    if (!defects.isEmpty()) {
      throw new AssertionError("something threw on the loop", defects.getFirst());
    }
  }

  private Machine install() throws IOException {
    ProgramRegistry programs = new ProgramRegistry();
    Machine made = new Machine(NAME, new Network(loop), programs);
    made.files().createDirectories("/usr/bin");
    made.files().createDirectories("/etc/kubernetes/manifests");
    made.files().createDirectories("/var/log/pods");
    made.files().createDirectories("/var/run/netns");
    Loopback lo = made.networkNamespace().links().loopback();
    lo.setUp();
    lo.inet().add(Ipv4Prefix.parse("172.30.0.12/32"));
    made.files().write("/etc/hosts", "127.0.0.1\tlocalhost\n172.30.0.12\tnode-2\n");
    made.files().write("/etc/resolv.conf", "nameserver 172.30.0.1\n");
    Containerd.unpack(made.files());
    containerd = new Containerd(made, new ImageCatalog(List.of(pause(), sleeper())));
    made.files().createDirectories("/var/lib/kubelet");
    made.files()
        .write(
            "/var/lib/kubelet/config.yaml",
            """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            clusterDNS: [10.96.0.10]
            clusterDomain: cluster.local
            staticPodPath: /etc/kubernetes/manifests
            authentication: {anonymous: {enabled: true}}
            authorization: {mode: AlwaysAllow}
            """);
    NodeConfig config =
        new NodeConfig(
            NAME,
            "172.30.0.12",
            Map.of(),
            List.of(),
            2,
            110,
            24684084,
            264212084,
            "3a357237de6d252718eaba9bb28977cd",
            "6.18.44",
            "Debian GNU/Linux 12 (bookworm)",
            Reserve.DEFAULT);
    KubeletProgram kubelet =
        new KubeletProgram(
            config, new DirectClients(server.client(User.node(NAME))), containerd, handover);
    EventProgram sleep = process -> {};
    programs
        .add("kubelet", kubelet)
        .add("testnet", new AddressPlugin())
        .add("loopback", (Program) TestNode::loopback)
        .add("sleep", sleep)
        .add("exit", (Program) process -> Integer.parseInt(process.arguments().get(1)))
        .add("say", (Program) TestNode::say)
        .add("flood", (Program) TestNode::flood);
    Executables.write(made.files(), "/usr/bin/sleep", "sleep");
    Executables.write(made.files(), "/usr/bin/kubelet", "kubelet");
    made.files().createDirectories("/etc/kubernetes");
    made.files().write("/etc/kubernetes/kubelet.conf", KUBECONFIG);
    Executables.write(made.files(), PLUGIN, "testnet");
    Executables.write(made.files(), "/opt/cni/bin/loopback", "loopback");
    made.files().createDirectories("/usr/lib/systemd/system");
    made.files()
        .write(
            "/usr/lib/systemd/system/kubelet.service",
            """
            [Unit]
            Description=kubelet: The Kubernetes Node Agent
            [Service]
            ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml
            Restart=always
            StartLimitInterval=0
            RestartSec=10
            """);
    TestUnits.write(made.files(), "containerd.service");
    network.serveFrom(made.start(ProcessSpec.of("/usr/bin/sleep")), new Credential.Anonymous());
    for (String namespace : List.of("default", "kube-system", "kube-node-lease")) {
      client.create(
          ResourceTypes.NAMESPACES, KubeObject.named(ResourceTypes.NAMESPACES, "", namespace));
      client.create(
          ResourceTypes.SERVICE_ACCOUNTS,
          KubeObject.named(ResourceTypes.SERVICE_ACCOUNTS, namespace, "default")
              .edit(account -> account.put("automountServiceAccountToken", false)));
    }
    return made;
  }

  /** Prints its arguments, and then its input if the first one is {@code -}. */
  private static int say(Process process) throws IOException {
    process
        .out()
        .println(String.join(" ", process.arguments().subList(1, process.arguments().size())));
    if (process.arguments().contains("-")) {
      process.out().write(process.in().readAllBytes());
    }
    return 0;
  }

  /** Writes endlessly. */
  private static int flood(Process process) {
    while (true) {
      process.out().write(new byte[1000]);
    }
  }

  private static int loopback(Process process) {
    if (process.environment().getOrDefault("CNI_COMMAND", "").equals("ADD")) {
      process.out().println("{\"cniVersion\": \"1.0.0\"}");
    }
    return 0;
  }

  private static ImageDefinition pause() {
    return new ImageDefinition(
        List.of("pause"),
        Pattern.compile(".*"),
        1000,
        ImageConfig.entrypoint("/sleep"),
        (root, tag) -> Executables.write(root, "/sleep", "sleep"));
  }

  private static ImageDefinition sleeper() {
    return new ImageDefinition(
        List.of("sleeper"),
        Pattern.compile("latest|v2"),
        40963468,
        ImageConfig.command("sleep"),
        (root, tag) -> {
          root.createDirectories("/usr/bin");
          root.createDirectories("/etc");
          root.createDirectories("/dev");
          for (String program : List.of("sleep", "exit", "say", "flood")) {
            Executables.write(root, "/usr/bin/" + program, program);
          }
        });
  }

  /** ADD returns the next address of 10.244.1.0/24; DEL does nothing. */
  private static final class AddressPlugin implements Program {
    private int last = 1;

    @Override
    public int run(Process process) throws IOException {
      if (process.environment().getOrDefault("CNI_COMMAND", "").equals("ADD")) {
        process
            .out()
            .println(
                """
                {"cniVersion": "1.0.0",
                 "interfaces": [{"name": "eth0", "sandbox": "%s"}],
                 "ips": [{"address": "10.244.1.%d/24", "interface": 0}]}
                """
                    .formatted(process.environment().get("CNI_NETNS"), ++last));
      }
      return 0;
    }
  }
}
