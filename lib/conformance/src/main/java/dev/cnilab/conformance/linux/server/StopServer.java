package dev.cnilab.conformance.linux.server;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.util.List;

/** {@code stop-server PORT}: ends the server that this namespace started on that port. */
final class StopServer implements Program {
  @Override
  public int run(Process process) {
    int port = new ServerWords(process.arguments()).port();
    List<Process> servers =
        process.machine().processes().all().stream()
            .filter(each -> each.network() == process.network() && serves(each, port))
            .toList();
    if (servers.isEmpty()) {
      process.err().println("stop-server: nothing was started on port " + port);
      return 1;
    }
    servers.forEach(each -> each.kill(Signal.KILL));
    return 0;
  }

  private static boolean serves(Process process, int port) {
    List<String> words = process.arguments();
    if (!words.getFirst().startsWith("serve-")) {
      return false;
    }
    return words.contains(String.valueOf(port))
        || (port == 53 && words.getFirst().equals("serve-dns"));
  }
}
