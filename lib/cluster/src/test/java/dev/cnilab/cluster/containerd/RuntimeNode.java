package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.DirectClients;
import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.RuntimeStatus;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.library.LibraryImages;
import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramRegistry;
import dev.cnilab.userland.service.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A machine with containerd and the network plugins, without a kubelet. */
public final class RuntimeNode implements AutoCloseable {
  public static final String CONFLIST = "/etc/cni/net.d/10-test.conflist";

  private final EventLoop loop = EventLoop.onDemand(7);
  private final List<Throwable> defects = new ArrayList<>();
  private final ApiServer server;
  private final Machine machine;
  private final Containerd containerd;

  private RuntimeNode() {
    loop.onUncaught(defects::add);
    server = loop.call(() -> new ApiServer(loop));
    ProgramRegistry programs = Distribution.programs();
    machine = loop.call(() -> new Machine("node-2", new Network(loop), programs));
    containerd = loop.call(() -> install(programs));
  }

  /** A node without a network configuration; containerd runs. */
  public static RuntimeNode bare() {
    RuntimeNode node = new RuntimeNode();
    node.start();
    return node;
  }

  /** A node with that configuration. */
  public static RuntimeNode with(String conflist) {
    RuntimeNode node = new RuntimeNode();
    node.write(CONFLIST, conflist);
    node.start();
    return node;
  }

  /** A node in the state that flanneld leaves behind. */
  public static RuntimeNode flannel() {
    RuntimeNode node = with(Conflists.FLANNEL);
    node.write(
        "/run/flannel/subnet.env",
        "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.1.1/24\n"
            + "FLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n");
    return node;
  }

  private Containerd install(ProgramRegistry programs) throws IOException {
    Distribution.DEBIAN.unpack(machine.files());
    CniPlugins.register(programs);
    CniPlugins.install(machine.files(), "/opt/cni/bin");
    Executables.write(machine.files(), "/opt/cni/bin/flannel", CniPlugins.FLANNEL);
    LibraryImages.register(programs, new DirectClients(server.client(User.apiServer())));
    machine.files().write("/etc/hosts", "127.0.0.1\tlocalhost\n");
    machine.files().write("/etc/resolv.conf", "nameserver 172.30.0.1\n");
    machine.files().createDirectories("/etc/cni/net.d");
    machine
        .files()
        .write("/etc/crictl.yaml", "runtime-endpoint: unix://" + Containerd.SOCKET + "\n");
    Containerd.unpack(machine.files());
    TestUnits.write(machine.files(), "containerd.service");
    return new Containerd(machine, new ImageCatalog(LibraryImages.definitions()));
  }

  private void start() {
    service("start");
  }

  /** Runs a verb of systemctl on containerd. */
  public void service(String verb) {
    run(
        () -> {
          Service service = machine.units().find("containerd").orElseThrow();
          switch (verb) {
            case "start" -> service.start();
            case "stop" -> service.stop();
            default -> {
              service.stop();
              service.awaitStop();
              service.start();
            }
          }
          loop.sleep(Duration.ofMillis(100));
          return true;
        });
  }

  public EventLoop loop() {
    return loop;
  }

  public Machine machine() {
    return machine;
  }

  public Containerd containerd() {
    return containerd;
  }

  public ApiServer server() {
    return server;
  }

  /** Runs blocking code in a task; virtual time passes while it waits. */
  public <T> T run(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          EventLoop.Waiting waiting = loop.waiting();
          loop.spawn(
              "test",
              () -> {
                try {
                  result.complete(action.call());
                } catch (Throwable thrown) {
                  result.completeExceptionally(thrown);
                } finally {
                  waiting.close();
                }
              });
        });
    try {
      return result.join();
    } catch (CompletionException thrown) {
      if (thrown.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw thrown;
    }
  }

  /** The output of a command on the node, including errors. */
  public String sh(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink = new Sink(out::writeBytes, () -> {});
    run(
        () ->
            machine
                .start(
                    ProcessSpec.of("/bin/sh", "-c", command)
                        .descriptor(1, sink)
                        .descriptor(2, sink))
                .await());
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Writes a file at once, and lets its watchers notice. */
  public void write(String path, String content) {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public void write(String path, byte[] content) {
    run(
        () -> {
          machine.files().createDirectories(path.substring(0, path.lastIndexOf('/')));
          machine.files().write(path, content);
          loop.sleep(Duration.ofMillis(1));
          return true;
        });
  }

  /** The names in a directory of the node. */
  public List<String> list(String path) {
    return loop.call(
        () -> machine.files().isDirectory(path) ? machine.files().list(path) : List.of());
  }

  /** The reserved addresses, according to the files. */
  public List<String> addresses(String network) {
    return list("/var/lib/cni/networks/" + network).stream()
        .filter(name -> name.startsWith("10."))
        .toList();
  }

  /** containerd's lines in the journal. */
  public List<String> journal() {
    return loop.call(
        () ->
            machine.journal().entries().stream()
                .filter(entry -> entry.identifier().equals("containerd"))
                .map(entry -> entry.message())
                .toList());
  }

  public String lastLoadStatus() {
    return loop.call(() -> containerd.networkInfo().lastLoadStatus());
  }

  /** The condition NetworkReady as the kubelet prints it. */
  public String networkReady() {
    return run(() -> containerd.status().condition(RuntimeStatus.NETWORK_READY).toString());
  }

  /**
   * Configures the network with these plugins, each a JSON object with apostrophes for quotation
   * marks.
   */
  public void configure(String... plugins) {
    write(
        CONFLIST,
        "{'cniVersion': '1.0.0', 'name': 'net', 'plugins': [%s]}"
            .formatted(String.join(", ", plugins))
            .replace('\'', '"'));
    loop().advance(Duration.ofSeconds(1));
  }

  /** The output of a command in the network of a sandbox. */
  public String in(String sandbox, String command) {
    String netns =
        run(() -> containerd.podSandboxStatus(sandbox).netnsPath()).replaceFirst(".*/", "");
    return sh("ip netns exec " + netns + " " + command);
  }

  /** The first address of a sandbox. */
  public String ip(String sandbox) {
    return run(() -> containerd.podSandboxStatus(sandbox)).ips().getFirst();
  }

  /** Runs a sandbox. */
  public String pod(String name) {
    return run(() -> containerd.runPodSandbox(CriRequests.sandbox(name), "", Deadline.never()));
  }

  /** The error with which a sandbox fails to run, without its ID. */
  public String whyNot(String name) {
    try {
      pod(name);
      return "it runs";
    } catch (CriException failed) {
      return withoutIds(failed.getMessage());
    }
  }

  public void remove(String sandbox) {
    run(
        () -> {
          containerd.stopPodSandbox(sandbox, Deadline.never());
          containerd.removePodSandbox(sandbox, Deadline.never());
          return true;
        });
  }

  /** Creates and starts a container in a sandbox. */
  public String container(String sandbox, ContainerConfig config) {
    return run(
        () -> {
          containerd.images().pull(config.image());
          String id = containerd.createContainer(sandbox, config);
          containerd.startContainer(id);
          return id;
        });
  }

  public static String withoutIds(String text) {
    return text.replaceAll("[0-9a-f]{64}", "ID");
  }

  @Override
  public void close() {
    loop.close();
    if (!defects.isEmpty()) {
      throw new AssertionError("something threw on the loop", defects.getFirst());
    }
  }
}
