package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.client.DirectClients;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.node.Reserve;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The programs and images of a node for tests. */
final class NodePrograms {
  private NodePrograms() {}

  static ImageCatalog images() {
    return new ImageCatalog(List.of(pause(), sleeper()));
  }

  static KubeletProgram kubelet(
      ApiServer server, Containerd containerd, Handover<KubeletService> handover) {
    NodeConfig config =
        new NodeConfig(
            TestNode.NAME,
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
    return new KubeletProgram(
        config, new DirectClients(server.client(User.node(TestNode.NAME))), containerd, handover);
  }

  /** Adds all but the kubelet. */
  static void addTo(ProgramRegistry programs) {
    EventProgram sleep = process -> {};
    programs
        .add("testnet", new AddressPlugin())
        .add("loopback", (Program) NodePrograms::loopback)
        .add("sleep", sleep)
        .add("exit", (Program) process -> Integer.parseInt(process.arguments().get(1)))
        .add("say", (Program) NodePrograms::say)
        .add("flood", (Program) NodePrograms::flood);
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
