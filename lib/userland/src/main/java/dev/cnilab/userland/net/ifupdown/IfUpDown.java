package dev.cnilab.userland.net.ifupdown;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** {@code ifup} and {@code ifdown}. */
public enum IfUpDown implements Program {
  UP("ifup", "already configured") {
    @Override
    boolean isDone(String name, List<String> configured) {
      return configured.contains(name);
    }

    @Override
    List<String> lines(Stanza stanza) throws IOException {
      return stanza.up();
    }

    @Override
    void remember(String name, List<String> configured) {
      configured.add(name);
    }
  },
  DOWN("ifdown", "not configured") {
    @Override
    boolean isDone(String name, List<String> configured) {
      return !configured.contains(name);
    }

    @Override
    List<String> lines(Stanza stanza) {
      return stanza.down();
    }

    @Override
    void remember(String name, List<String> configured) {
      configured.remove(name);
    }
  };

  private final String command;
  private final String nothingToDo;

  IfUpDown(String command, String nothingToDo) {
    this.command = command;
    this.nothingToDo = nothingToDo;
  }

  /** Its name on the command line. */
  String command() {
    return command;
  }

  /** The message for an interface that is already in the requested state. */
  String nothingToDo() {
    return nothingToDo;
  }

  /** Whether an interface is already in the requested state. */
  abstract boolean isDone(String name, List<String> configured);

  /** The shell command lines to run. */
  abstract List<String> lines(Stanza stanza) throws IOException;

  /** Records that it is done. */
  abstract void remember(String name, List<String> configured);

  @Override
  public int run(Process process) throws IOException {
    return new Ifupdown(process, this).run();
  }
}
