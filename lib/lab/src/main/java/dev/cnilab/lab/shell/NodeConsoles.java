package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.Consoles;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.text.CommandLine;
import java.util.List;
import java.util.function.Consumer;

/** Shells on the consoles of an embedded cluster's nodes. */
final class NodeConsoles {

  private final Consoles consoles;

  NodeConsoles(Consoles consoles) {
    this.consoles = consoles;
  }

  Output run(Consumer<String> running, String node, String line) {
    ExecResult result = consoles.run(running, node, List.of("sh", "-c", line));
    return new Output(
        node + "$ " + line,
        "./lab node " + node + " -- " + CommandLine.typed(List.of(line)),
        result);
  }
}
