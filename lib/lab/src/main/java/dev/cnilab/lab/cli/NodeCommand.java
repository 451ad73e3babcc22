package dev.cnilab.lab.cli;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.text.CommandLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** {@code ./lab node NAME [-- COMMAND…]}: runs one command, or line after line, on a node. */
public final class NodeCommand {

  private final NodeShells shells;
  private final String node;

  private NodeCommand(NodeShells shells, String node) {
    this.shells = shells;
    this.node = node;
  }

  /** Exits with the status of the last command, 1 if there was none. */
  public static void main(String[] arguments) throws IOException {
    new ProgramExit(1).after(() -> run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws IOException {
    if (arguments.isEmpty()) {
      throw LabException.of("could not choose a node", "none was named", Suggestions.NAME_A_NODE);
    }
    Cluster cluster = Cluster.fromEnvironment();
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    NodeCommand node = new NodeCommand(new NodeShells(cluster, waiter), arguments.getFirst());
    List<String> command = arguments.subList(1, arguments.size());
    return command.size() > 1 ? node.type(line(command.subList(1, command.size()))) : node.lines();
  }

  /**
   * A single word is a line for the shell, as with ssh; several are a command and its arguments.
   */
  private static String line(List<String> words) {
    return words.size() == 1 ? words.getFirst() : CommandLine.typed(words);
  }

  /** Runs each line as a command of its own: a {@code cd} lasts until the end of its line. */
  private int lines() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String prompt = System.getenv("CNILAB_PROMPT") == null ? "" : node + "$ ";
    int status = 0;
    System.err.print(prompt);
    for (String line = input.readLine();
        line != null && !line.equals("exit");
        line = input.readLine()) {
      if (!line.isBlank()) {
        status = type(line);
      }
      System.err.print(prompt);
    }
    return status;
  }

  private int type(String line) {
    Printed printed = new Printed();
    Output output;
    try {
      output = shells.run(printed, node, line);
    } catch (LabException cutOff) {
      printed.showRest();
      throw cutOff;
    }
    printed.show(output.result().out());
    System.err.print(output.result().err());
    output.offer().ifPresent(offer -> System.err.println("lab: " + offer.replace("\n", "\nlab: ")));
    System.out.flush();
    return output.status();
  }

  /** Prints the output of a command while it runs. */
  private static final class Printed implements Consumer<String> {
    private int shown;
    private String latest = "";

    /** Prints complete lines. */
    @Override
    public void accept(String soFar) {
      latest = soFar;
      show(soFar.substring(0, soFar.lastIndexOf('\n') + 1));
    }

    /** Prints the last line, which has no end. */
    void showRest() {
      show(latest);
    }

    void show(String all) {
      System.out.print(all.substring(Math.min(shown, all.length())));
      System.out.flush();
      shown = Math.max(shown, all.length());
    }
  }
}
