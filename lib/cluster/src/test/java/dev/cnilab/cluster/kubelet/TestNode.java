package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.apiserver.kubelet.Kubelets;
import dev.cnilab.cluster.apiserver.kubelet.network.NetworkKubelets;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.container.PodCgroup;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.object.KubeObject;
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
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramRegistry;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node for tests: a real API server, a real machine with the real containerd and kubelet, and a
 * network plugin that only allocates addresses.
 */
public final class TestNode extends NodeObjects implements AutoCloseable {
  private static final Map<String, String> ADDRESSES = Map.of(NAME, "172.30.0.12");
  public static final String CONFLIST = "/etc/cni/net.d/10-test.conflist";
  public static final String PLUGIN = "/opt/cni/bin/testnet";

  private final List<Throwable> defects = new ArrayList<>();
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

  private TestNode(EventLoop loop, ApiServer server) {
    super(loop, loop.call(() -> server.client(User.apiServer())));
    loop.onUncaught(defects::add);
    this.server = server;
    this.machine = loop.call(this::install);
  }

  /** A node whose services are about to start, with a working network. */
  public static TestNode started() {
    TestNode node = installed();
    node.run(() -> node.files().write(CONFLIST, conflist("testnet")));
    node.startServices();
    node.pass(Duration.ofSeconds(1));
    return node;
  }

  /** A node without a network configuration whose services do not run yet. */
  public static TestNode installed() {
    EventLoop loop = EventLoop.onDemand(7);
    return new TestNode(loop, loop.call(() -> new ApiServer(loop)));
  }

  public static String conflist(String type) {
    return """
    {"name": "test", "cniVersion": "1.0.0", "plugins": [{"type": "%s"}]}
    """
        .formatted(type);
  }

  public void startServices() {
    run(
        () -> {
          machine.units().find("containerd").orElseThrow().start();
          machine.units().find("kubelet").orElseThrow().start();
        });
  }

  /** Types a command that ends at once; returns its output, with the status on a last line. */
  public String typed(String... words) {
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

  /** Like {@code systemctl daemon-reload}; within an action. */
  public void reloadUnits() {
    machine.units().reload();
  }

  public void systemctl(String verb, String unit) {
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
  public void pass(Duration time) {
    loop().advance(time);
  }

  public void passSeconds(int seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  public Machine machine() {
    return machine;
  }

  public MountNamespace files() {
    return machine.files();
  }

  /** The process of a pod's only container. */
  public Process process(String pod) {
    String slice = PodCgroup.path(new Pod(pod(pod)));
    return call(
        () ->
            machine.processes().all().stream()
                .filter(each -> each.cgroup().path().startsWith(slice))
                .reduce((pause, container) -> container)
                .orElseThrow());
  }

  public CriRuntime runtime() {
    return containerd;
  }

  /** Asks the kubelet something over the network, as the API server does. */
  public <T> T ask(Function<KubeletEndpoint, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(
        () -> {
          EventLoop.Waiting waiting = loop().waiting();
          loop()
              .spawn(
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

  /** Like {@link #ask}, for a call without a result. */
  public void require(Consumer<KubeletEndpoint> question) {
    ask(
        kubelet -> {
          question.accept(kubelet);
          return "";
        });
  }

  /** Makes a process of the node answer every connection to a port with a text. */
  public void listen(int port, String answer) {
    run(
        () -> {
          TcpListener listener = machine.networkNamespace().tcp().listen(Ipv4Address.ANY, port, 8);
          loop()
              .spawn(
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
  public void killSandboxes() {
    run(
        () ->
            containerd.listPodSandbox().stream()
                .filter(sandbox -> sandbox.pid() > 0)
                .forEach(
                    sandbox ->
                        machine.processes().find(sandbox.pid()).orElseThrow().kill(Signal.KILL)));
  }

  /** The lines of the kubelet's log that contain a text, without severity, time and pid. */
  public List<String> log(String text) {
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
  public String journal() {
    return call(
        () ->
            machine.journal().entries().stream()
                .map(entry -> entry.time() + " " + entry.unit() + " " + entry.message())
                .collect(Collectors.joining("\n")));
  }

  @Override
  public void close() {
    loop().close();
    if (!defects.isEmpty()) {
      throw new AssertionError("something threw on the loop", defects.getFirst());
    }
  }

  private Machine install() throws IOException {
    ProgramRegistry programs = new ProgramRegistry();
    Machine made = new Machine(NAME, new Network(loop()), programs);
    Loopback lo = made.networkNamespace().links().loopback();
    lo.setUp();
    lo.inet().add(Ipv4Prefix.parse("172.30.0.12/32"));
    Containerd.unpack(made.files());
    NodeFiles.write(made.files());
    containerd = new Containerd(made, NodePrograms.images());
    programs.add("kubelet", NodePrograms.kubelet(server, containerd, handover));
    NodePrograms.addTo(programs);
    network.serveFrom(made.start(ProcessSpec.of("/usr/bin/sleep")), new Credential.Anonymous());
    for (String namespace : List.of("default", "kube-system", "kube-node-lease")) {
      client()
          .create(
              ResourceTypes.NAMESPACES, KubeObject.named(ResourceTypes.NAMESPACES, "", namespace));
      client()
          .create(
              ResourceTypes.SERVICE_ACCOUNTS,
              KubeObject.named(ResourceTypes.SERVICE_ACCOUNTS, namespace, "default")
                  .edit(account -> account.put("automountServiceAccountToken", false)));
    }
    return made;
  }
}
