package dev.cnilab.userland.net.ifupdown;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of ifup or ifdown: runs the command lines of interfaces' stanzas. */
record Ifupdown(Process process, IfUpDown direction) {
  /** The file that lists the configured interfaces; in memory, so that it is empty after a boot. */
  private static final String STATE = "/run/network/ifstate";

  /** Processes the interfaces in the arguments; returns the exit status. */
  int run() throws IOException {
    Options.Found options = Options.of(Invocation.ofDebian(process), "a").parse();
    List<String> arguments = options.operands();
    boolean all = options.has('a');
    if (arguments.isEmpty() && !all) {
      return complain("Use -a, or name the interfaces");
    }
    try {
      return configure(InterfacesFile.read(process.files()), all ? List.of() : arguments);
    } catch (IOException refused) {
      return complain(refused.getMessage());
    }
  }

  /** Configures these interfaces, or the automatic ones if none is named. */
  private int configure(InterfacesFile interfaces, List<String> named) throws IOException {
    List<String> configured = configured();
    int status = 0;
    for (String name : named.isEmpty() ? interfaces.automatic() : named) {
      Stanza stanza = interfaces.stanzas().get(name);
      if (stanza == null) {
        status = complain("unknown interface " + name);
      } else if (!direction.isDone(name, configured)) {
        status = Math.max(status, configure(stanza, configured));
      } else if (!named.isEmpty()) {
        complain("interface " + name + " " + direction.nothingToDo());
      }
    }
    return status;
  }

  private int configure(Stanza stanza, List<String> configured) throws IOException {
    Map<String, String> environment = new TreeMap<>(process.environment());
    environment.put("IFACE", stanza.name());
    for (String line : direction.lines(stanza)) {
      ProcessSpec shell = ProcessSpec.of("/bin/sh", "-c", line).environment(environment);
      if (process.start(shell).await() != 0) {
        return complain("failed at " + stanza.name() + ": " + line);
      }
    }
    direction.remember(stanza.name(), configured);
    StringBuilder state = new StringBuilder();
    configured.forEach(name -> state.append(name).append('=').append(name).append('\n'));
    process.files().createDirectories("/run/network");
    process.files().write(STATE, state.toString());
    return 0;
  }

  private List<String> configured() throws IOException {
    MountNamespace files = process.files();
    String state = files.exists(STATE) ? files.readText(STATE) : "";
    return new ArrayList<>(state.lines().map(line -> line.replaceFirst("=.*", "")).toList());
  }

  private int complain(@Nullable String message) {
    process.err().println(direction.command() + ": " + message);
    return 1;
  }
}
