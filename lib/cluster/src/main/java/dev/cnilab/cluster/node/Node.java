package dev.cnilab.cluster.node;

import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.bootstrap.NodeFiles;
import dev.cnilab.cluster.bootstrap.NodeIdentity;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.kubelet.KubeletProgram;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.node.Reserve;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.netsim.Network;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.ProgramRegistry;
import dev.cnilab.userland.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A machine that has joined the cluster. */
public final class Node {
  private static final int MAX_PODS = 110;

  private final NodeIdentity identity;
  private final Machine machine;
  private final Containerd containerd;

  private Node(NodeIdentity identity, Machine machine, Containerd containerd) {
    this.identity = identity;
    this.machine = machine;
    this.containerd = containerd;
  }

  /**
   * Installs a machine and connects it; nothing runs yet. On the loop only.
   *
   * @param programs that its executables and those of its containers refer to
   */
  public static Node install(
      NodeIdentity identity,
      Network network,
      Lan lan,
      ProgramRegistry programs,
      ImageCatalog images,
      NodeFiles files,
      ApiClients clients,
      Handover<KubeletService> kubelets) {
    Machine machine;
    try {
      machine = new Machine(identity.name(), network, programs, NodeSystem.layer(network.loop()));
      lan.connect(machine, identity.address());
      letForward(machine);
      mountHome(machine);
      files.write(machine.files());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    Containerd containerd = new Containerd(machine, images);
    Node node = new Node(identity, machine, containerd);
    NodeConfig config = node.config();
    try {
      machine.files().write("/etc/machine-id", config.machineId() + "\n");
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    programs.add("kubelet", new KubeletProgram(config, clients, containerd, kubelets));
    return node;
  }

  /**
   * Starts its services. On the loop only.
   *
   * @param images that have to be present before the kubelet starts
   */
  public void boot(List<String> images) {
    start("containerd");
    machine
        .loop()
        .spawn(
            "boot " + identity.name(),
            () -> {
              images.forEach(containerd.images()::pull);
              start("kubelet");
            });
  }

  private void start(String unit) {
    machine.units().find(unit).ifPresent(Service::start);
  }

  /** Ends everything on it at once and disconnects it. On the loop only. */
  public void powerOff() {
    machine.powerOff();
  }

  public NodeIdentity identity() {
    return identity;
  }

  public Machine machine() {
    return machine;
  }

  public Containerd containerd() {
    return containerd;
  }

  /**
   * kubeadm requires a node to forward; plugins that enable forwarding may not be installed yet.
   */
  private static void letForward(Machine machine) throws IOException {
    machine.files().createDirectories("/etc/sysctl.d");
    machine.files().write("/etc/sysctl.d/k8s.conf", "net.ipv4.ip_forward = 1\n");
    machine.networkNamespace().sysctl().set("net.ipv4.ip_forward", "1");
  }

  /**
   * Root's home is a separate file system, as on the nodes of the captures. So a file that is moved
   * there and back is copied, which containerd notices; it would not notice one that is renamed
   * into /etc/cni/net.d (it ignores inotify's IN_MOVED_TO).
   */
  private static void mountHome(Machine machine) throws IOException {
    FileTree home = machine.disk().partition("/root");
    machine.addPartition("/dev/vda2", home);
    machine.files().write("/etc/fstab", "/dev/vda2 /root ext4 defaults 0 2\n");
    machine.files().mount("/root", home, "/dev/vda2", Mount.Access.READ_WRITE);
  }

  private NodeConfig config() {
    boolean controlPlane = identity.role() == NodeIdentity.Role.CONTROL_PLANE;
    Random random = machine.loop().random();
    return new NodeConfig(
        identity.name(),
        identity.address().toString(),
        controlPlane
            ? new TreeMap<>(
                Map.of(
                    "node-role.kubernetes.io/control-plane",
                    "",
                    "node.kubernetes.io/exclude-from-external-load-balancers",
                    ""))
            : Map.of(),
        controlPlane ? List.of("node-role.kubernetes.io/control-plane=:NoSchedule") : List.of(),
        Hardware.CORES,
        MAX_PODS,
        Hardware.MEMORY_KI,
        Hardware.DISK_KI,
        "%016x%016x".formatted(random.nextLong(), random.nextLong()),
        Hardware.KERNEL,
        osImage(),
        Reserve.DEFAULT);
  }

  /** PRETTY_NAME of os-release(5). */
  private String osImage() {
    try {
      return machine
          .files()
          .readText("/etc/os-release")
          .lines()
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.replaceAll("^PRETTY_NAME=\"?|\"?$", ""))
          .findFirst()
          .orElse("Linux");
    } catch (IOException none) {
      return "Linux";
    }
  }
}
