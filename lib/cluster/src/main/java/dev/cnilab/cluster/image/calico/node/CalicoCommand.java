package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/**
 * The program {@code calico}, which is several programs depending on its arguments, and {@code
 * calico-node} of older images, which is some of them depending on its flags.
 */
final class CalicoCommand implements Program {
  private final ApiClients clients;
  private final Program controllers;

  CalicoCommand(ApiClients clients, Program controllers) {
    this.clients = clients;
    this.controllers = controllers;
  }

  @Override
  public int run(Process process) throws IOException {
    List<String> words =
        process.arguments().stream()
            .skip(1)
            .filter(word -> !word.equals("component"))
            .map(word -> word.replaceFirst("^--?(?=init|shutdown|felix|bird)", ""))
            .toList();
    String command = String.join(" ", words.subList(0, Math.min(2, words.size())));
    if (command.startsWith("cni install")) {
      return new CniInstall(clients).run(process);
    }
    if (command.startsWith("kube-controllers")) {
      return command.contains("health") ? 0 : controllers.run(process);
    }
    if (command.startsWith("node health")
        || command.startsWith("felix")
        || command.startsWith("bird")) {
      return new HealthCommand().run(process);
    }
    if (command.startsWith("node init")
        || command.startsWith("init")
        || command.startsWith("node shutdown")
        || command.startsWith("shutdown")) {
      return 0;
    }
    process.err().println("Error: unknown command \"" + command + "\" for \"calico\"");
    return 1;
  }
}
