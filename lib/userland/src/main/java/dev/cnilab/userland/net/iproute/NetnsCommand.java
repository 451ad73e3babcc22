package dev.cnilab.userland.net.iproute;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code ip netns} (ip/ipnetns.c): named namespaces, stored as files. */
final class NetnsCommand {

  /** The work of a deletion, in microseconds. */
  private static final int DELETION = 50;

  private final IprouteInvocation invocation;
  private final Process process;
  private final boolean all;

  NetnsCommand(IprouteInvocation invocation, boolean all) {
    this.invocation = invocation;
    this.process = invocation.process();
    this.all = all;
  }

  int run(Arguments arguments) throws IOException {
    if (arguments.isEmpty()) {
      list();
      return 0;
    }
    String command = arguments.next();
    if (!all && !arguments.isEmpty() && isInvalid(arguments.peek())) {
      throw CommandFailure.usage("Invalid netns name \"" + arguments.peek() + "\"");
    }
    if (is(command, "list", "show", "lst")) {
      list();
    } else if (is(command, "list-id")) {
      if (arguments.isEmpty()) {
        listIds();
      }
    } else if (is(command, "help")) {
      throw CommandFailure.usage(Usage.text("ip-netns"));
    } else if (is(command, "add")) {
      add(arguments);
    } else if (is(command, "set")) {
      set(arguments);
    } else if (is(command, "delete")) {
      delete(arguments);
    } else if (is(command, "identify")) {
      identify(arguments);
    } else if (is(command, "pids")) {
      pids(arguments);
    } else if (is(command, "exec")) {
      return new NetnsExec(process, all).run(arguments);
    } else if (is(command, "attach")) {
      attach(arguments);
    } else {
      throw CommandFailure.usage("Command \"" + command + "\" is unknown, try \"ip netns help\".");
    }
    return 0;
  }

  private static boolean is(String command, String... full) {
    for (String each : full) {
      if (Arguments.matches(command, each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInvalid(String name) {
    return name.isEmpty()
        || name.length() > 255
        || name.contains("/")
        || name.equals(".")
        || name.equals("..");
  }

  private void list() {
    CommandReport report = invocation.report();
    for (String name : NamedNamespaces.names(process.files())) {
      report.openObject().field("name", "%s", name);
      idOf(name).ifPresent(id -> report.field("id", " (id: %d)", id));
      report.text("\n").closeObject();
    }
    process.out().print(report.finish());
  }

  /** The ID of a named namespace in this one. */
  private OptionalInt idOf(String name) {
    return find(name)
        .map(each -> invocation.links().peers().find(each.links()))
        .orElse(OptionalInt.empty());
  }

  private void listIds() {
    CommandReport report = invocation.report();
    NamedNamespaces.names(process.files()).stream()
        .filter(name -> idOf(name).isPresent())
        .sorted(Comparator.comparingInt(name -> idOf(name).orElseThrow()))
        .forEach(
            name -> {
              report.openObject().field("nsid", "nsid %d ", idOf(name).orElseThrow());
              report.field("name", "(iproute2 netns name: %s)", name);
              report.text("\n").closeObject();
            });
    process.out().print(report.finish());
  }

  private void set(Arguments arguments) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("No netns name specified");
    }
    String name = arguments.next();
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("No nsid specified");
    }
    int id = arguments.take("auto") ? -1 : arguments.integer("Invalid \"netnsid\" value");
    NetworkNamespace other =
        find(name)
            .orElseThrow(
                () ->
                    CommandFailure.refused(
                        "Cannot open network namespace \""
                            + name
                            + "\": "
                            + FileError.ENOENT.text()));
    invocation.links().peers().set(other.links(), id);
  }

  private Optional<NetworkNamespace> find(String name) {
    return NetworkNamespaceFile.find(process.files(), NamedNamespaces.path(name));
  }

  private void add(Arguments arguments) throws IOException {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("No netns name specified");
    }
    String name = arguments.next();
    create(name, process.machine().networkNamespace().unshare(name));
  }

  private void attach(Arguments arguments) throws IOException {
    if (arguments.left() < 2) {
      throw CommandFailure.refused("No netns name and PID specified");
    }
    String name = arguments.next();
    create(name, ofProcess(arguments.next()).network());
  }

  private Process ofProcess(String pid) {
    if (!pid.matches("\\d{1,9}") || pid.matches("0+")) {
      throw CommandFailure.refused("Invalid PID: " + pid);
    }
    return process
        .pidNamespace()
        .find(Integer.parseInt(pid))
        .orElseThrow(
            () -> CommandFailure.refused("Could not stat netns: No such file or directory"));
  }

  private void create(String name, NetworkNamespace network) throws IOException {
    if (!process.credentials().can(Capability.SYS_ADMIN)) {
      throw CommandFailure.refused(
          "mount --make-shared " + NamedNamespaces.DIRECTORY + " failed: Operation not permitted");
    }
    String path = NamedNamespaces.path(name);
    if (process.files().exists(path)) {
      throw CommandFailure.refused(
          "Cannot create namespace file \"" + path + "\": " + FileError.EEXIST.text());
    }
    NetworkNamespaceFile.bind(process.files(), path, process.machine(), network);
  }

  private void delete(Arguments arguments) {
    if (all) {
      for (String name : NamedNamespaces.names(process.files())) {
        process.work(DELETION);
        delete(name);
      }
    } else if (arguments.isEmpty()) {
      throw CommandFailure.refused("No netns name specified");
    } else {
      delete(arguments.next());
    }
  }

  private void delete(String name) {
    String path = NamedNamespaces.path(name);
    Optional<NetworkNamespace> network = find(name);
    try {
      if (network.isPresent()) {
        process.files().unmount(path);
      }
      process.files().unlink(path);
    } catch (FileException failed) {
      throw CommandFailure.refused(
          "Cannot remove namespace file \"" + path + "\": " + failed.error().text());
    }
    network.filter(each -> !isUsed(each)).ifPresent(NetworkNamespace::close);
  }

  /** Whether a process or another name keeps a namespace in existence. */
  private boolean isUsed(NetworkNamespace network) {
    return process.machine().processes().all().stream().anyMatch(each -> each.network() == network)
        || process.files().mounts().stream()
            .anyMatch(
                mount ->
                    mount.tree() instanceof NetworkNamespaceFile file && file.network() == network);
  }

  private void identify(Arguments arguments) {
    if (arguments.left() > 1) {
      throw CommandFailure.refused("extra arguments specified");
    }
    if (!arguments.isEmpty() && !arguments.peek().matches("\\d+")) {
      throw CommandFailure.refused("Specified string '" + arguments.next() + "' is not a pid");
    }
    Process about = arguments.isEmpty() ? process : ofProcess(arguments.next());
    process
        .out()
        .println(NamedNamespaces.nameOf(process.files(), about.network().links()).orElse(""));
  }

  private void pids(Arguments arguments) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("No netns name specified");
    }
    if (arguments.left() > 1) {
      throw CommandFailure.refused("extra arguments specified");
    }
    String name = arguments.next();
    NetworkNamespace network =
        find(name)
            .orElseThrow(
                () ->
                    CommandFailure.refused(
                        "Cannot open network namespace: No such file or directory"));
    process.machine().processes().all().stream()
        .filter(each -> each.network() == network)
        .forEach(each -> process.out().println(each.pid()));
  }
}
