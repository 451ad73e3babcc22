package dev.cnilab.cluster.containerd.ctr;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.FlagException;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code ctr} of containerd 2.4. */
public final class Ctr implements Program {
  private static final String SOCKET = "/run/containerd/containerd.sock";
  private static final int NO_SUCH_TOPIC = 3;

  private static final Flags GLOBAL =
      Flags.of(
          Flag.text("address", "a"),
          Flag.text("connect-timeout").refused(),
          Flag.bool("debug").refused(),
          Flag.text("namespace", "n"),
          Flag.text("timeout").refused(),
          Flag.bool("version", "v"));
  private static final Flags NONE = Flags.of();
  private static final Flags QUIET = Flags.of(Flag.bool("quiet", "q"));

  /** Groups of ctr that are not implemented here. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "plugins",
          "plugin",
          "content",
          "events",
          "event",
          "leases",
          "pprof",
          "run",
          "snapshots",
          "snapshot",
          "install",
          "oci",
          "info",
          "deprecations",
          "shim");

  private final CriRuntime runtime;
  private final String version;
  private final List<Group> groups;

  /**
   * A ctr that talks to a runtime.
   *
   * @param version its own, which it also prints while the runtime is down
   */
  public Ctr(CriRuntime runtime, String version) {
    this.runtime = runtime;
    this.version = version;
    Listings listings = new Listings(runtime);
    Tasks tasks = new Tasks(runtime);
    this.groups =
        List.of(
            Group.of("version", "Print the client and server versions", ""),
            Group.of(
                "containers c container",
                "Manage containers",
                "create delete del remove rm info label checkpoint restore",
                CtrCommand.of("list ls", "List containers", QUIET, listing(listings::containers))),
            Group.of(
                "images image i",
                "Manage images",
                "check export import mount unmount pull push prune delete del remove rm tag label"
                    + " convert usage inspect",
                CtrCommand.of(
                    "list ls",
                    "List images known to containerd",
                    QUIET,
                    listing(listings::images))),
            Group.of(
                "namespaces namespace ns",
                "Manage namespaces",
                "create c label remove rm",
                CtrCommand.of("list ls", "List namespaces", QUIET, listing(listings::namespaces))),
            Group.of(
                "tasks t task",
                "Manage tasks",
                "attach checkpoint delete del remove rm metrics metric pause ps resume start",
                CtrCommand.of(
                        "exec",
                        "Execute additional processes in an existing container",
                        Tasks.EXEC,
                        tasks::exec)
                    .requiring("exec-id"),
                CtrCommand.of("list ls", "List tasks", QUIET, listing(listings::tasks)),
                CtrCommand.of(
                    "kill", "Signal a container (default: SIGTERM)", Tasks.KILL, tasks::kill)),
            Group.of(
                "sandboxes sandbox sb s",
                "Manage sandboxes",
                "run create c remove rm",
                CtrCommand.of("list ls", "List sandboxes", NONE, listing(listings::sandboxes))));
  }

  /** A listing without filters. */
  @FunctionalInterface
  private interface Listing {
    void print(Process process, Given given, String namespace);
  }

  private static CtrCommand.Action listing(Listing listing) {
    return (process, given, namespace) -> {
      if (given.operands().stream().anyMatch(word -> word.matches(".*[=~].*"))) {
        throw new CtrFailure("filters are not available on this machine");
      }
      listing.print(process, given, namespace);
      return 0;
    };
  }

  @Override
  public int run(Process process) {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    Given global;
    try {
      global = GLOBAL.parse(words);
    } catch (FlagException wrong) {
      return misused(process, wrong.text(), help());
    }
    if (global.has("version")) {
      process.out().println("ctr github.com/containerd/containerd/v2 " + version);
      return 0;
    }
    List<String> rest = global.operands();
    if (rest.isEmpty() || rest.getFirst().matches("h|help") || Flags.askForHelp(global)) {
      process.out().print(help());
      return 0;
    }
    String name = rest.getFirst();
    Optional<Group> group = groups.stream().filter(each -> each.names().contains(name)).findFirst();
    if (group.isEmpty()) {
      return unknown(process, name, ELSEWHERE);
    }
    try {
      List<String> operands = rest.subList(1, rest.size());
      return name.equals("version")
          ? version(process, global, operands)
          : run(process, global, group.get(), operands);
    } catch (CtrFailure | CriException failed) {
      process.err().println("ctr: " + failed.getMessage());
      return 1;
    }
  }

  private int run(Process process, Given global, Group group, List<String> words) {
    if (words.isEmpty() || words.getFirst().matches("-h|--help|h|help")) {
      process.out().print(group.help() + options());
      return 0;
    }
    Optional<CtrCommand> found = group.find(words.getFirst());
    if (found.isEmpty()) {
      return unknown(process, words.getFirst(), group.elsewhere());
    }
    CtrCommand command = found.get();
    String help = command.help(group.name()) + options();
    Given given;
    try {
      given = command.flags().parse(words.subList(1, words.size()));
    } catch (FlagException wrong) {
      return misused(process, wrong.text(), help);
    }
    if (Flags.askForHelp(given)) {
      process.out().print(help);
      return 0;
    } else if (!command.required().isEmpty() && !given.has(command.required())) {
      return misused(process, "Required flag \"" + command.required() + "\" not set", help);
    }
    connect(process, global);
    String namespace =
        global
            .optional("namespace")
            .or(() -> Optional.ofNullable(process.environment().get("CONTAINERD_NAMESPACE")))
            .orElse("default");
    return command.action().run(process, given, namespace);
  }

  private int version(Process process, Given global, List<String> operands) {
    if (!operands.isEmpty()) {
      throw new CtrFailure("extra arguments: &{" + operands + "}");
    }
    process
        .out()
        .print("Client:\n  Version:  " + version + "\n  Revision: \n  Go version: go1.26.8\n\n");
    connect(process, global);
    process
        .out()
        .println(
            "Server:\n  Version:  %s\n  Revision: \n  UUID: %s"
                .formatted(runtime.version().runtimeVersion(), uuid(process)));
    return 0;
  }

  /** A machine always has the same one. */
  private static UUID uuid(Process process) {
    String machine = process.hostname();
    return UUID.nameUUIDFromBytes(machine.getBytes(StandardCharsets.UTF_8));
  }

  private static int unknown(Process process, String name, Set<String> elsewhere) {
    if (elsewhere.contains(name)) {
      process.err().println("ctr: command " + name + " is not available on this machine");
      return 1;
    }
    process.err().println("No help topic for '" + name + "'");
    return NO_SUCH_TOPIC;
  }

  private static int misused(Process process, String why, String help) {
    process.out().print("Incorrect Usage: " + why + "\n\n" + help);
    process.err().println("ctr: " + why);
    return 1;
  }

  /** Fails if containerd does not listen there, or the caller may not connect. */
  private void connect(Process process, Given global) {
    String address =
        global
            .optional("address")
            .or(() -> Optional.ofNullable(process.environment().get("CONTAINERD_ADDRESS")))
            .orElse(SOCKET);
    String path = address.replaceFirst("^unix://", "");
    boolean there = path.matches("(/var)?" + SOCKET);
    boolean allowed = process.user() == 0 || process.credentials().can(Capability.DAC_OVERRIDE);
    if (there && !allowed) {
      throw new CtrFailure(
          "cannot access socket %s: dial unix %s: connect: permission denied"
              .formatted(path, path));
    }
    try {
      if (there) {
        runtime.version();
        return;
      }
    } catch (CriException down) {
      // Its socket disappears with it.
    }
    throw new CtrFailure(
        "cannot access socket %s: stat %s: no such file or directory".formatted(path, path));
  }

  private String help() {
    String lines =
        groups.stream()
            .map(each -> "   %-26s %s\n".formatted(String.join(", ", each.names()), each.purpose()))
            .collect(Collectors.joining());
    return "NAME:\n   ctr - containerd CLI\n\nUSAGE:\n"
        + "   ctr [global options] [command [command options]]\n\nVERSION:\n   "
        + version
        + "\n\nCOMMANDS:\n"
        + lines
        + "   help, h                    Shows a list of commands or help for one command\n\n"
        + options();
  }

  private static String options() {
    return "GLOBAL OPTIONS:\n" + GLOBAL.help();
  }
}
