package dev.cnilab.userland.system.namespace;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code nsenter}: runs a command in another process's namespaces; util-linux. */
public final class Nsenter implements Command {
  private static final Pattern NAMESPACE_FILE = Pattern.compile("/proc/(\\d{1,9})/ns/(\\w+)");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "atmuinpCF").stopAtOperand().parse();
    if (options.has('a') && !options.has('t')) {
      throw call.failure(1, "no target PID specified for --all");
    }
    Optional<Process> target = target(call, options);
    Namespaces entered = enter(call, options, target);
    if (!call.process().credentials().can(Capability.SYS_ADMIN)) {
      String first = options.has('a') ? "ipc" : firstName(options);
      throw call.failure(
          1, "reassociate to namespace 'ns/" + first + "' failed: Operation not permitted");
    }
    List<String> command = options.operands().isEmpty() ? List.of("/bin/sh") : options.operands();
    return execute(call, options, entered, command);
  }

  private static Optional<Process> target(Invocation call, Options.Found options)
      throws IOException {
    if (!options.has('t')) {
      return Optional.empty();
    }
    String pid = options.value('t').orElse("");
    if (!pid.matches("\\d{1,9}")) {
      throw call.failure(1, "failed to parse pid: '" + pid + "'");
    }
    Optional<Process> found = call.process().pidNamespace().find(Integer.parseInt(pid));
    if (found.isEmpty()) {
      String first = options.has('a') ? "ipc" : firstName(options);
      throw call.failure(
          1, "cannot open /proc/" + pid + "/ns/" + first + ": No such file or directory");
    }
    return found;
  }

  private static String firstName(Options.Found options) {
    return switch (options.options().stream()
        .map(each -> each.getKey())
        .filter(each -> each != 't')
        .findFirst()
        .orElse('m')) {
      case 'u' -> "uts";
      case 'i' -> "ipc";
      case 'n' -> "net";
      case 'p' -> "pid";
      case 'C' -> "cgroup";
      case 'U' -> "user";
      default -> "mnt";
    };
  }

  private static Namespaces enter(Invocation call, Options.Found options, Optional<Process> target)
      throws IOException {
    Namespaces result = call.process().namespaces();
    boolean all = options.has('a');
    for (char kind : new char[] {'i', 'u', 'n', 'p', 'm'}) {
      if (!all && !options.has(kind)) {
        continue;
      }
      String file = options.value(kind).orElse("");
      if (kind == 'n' && !file.isEmpty()) {
        result = result.with(network(call, file));
        continue;
      }
      Process from = file.isEmpty() ? required(call, target, kind) : named(call, file);
      requireAccess(call, from, file, kind);
      Namespaces theirs = from.namespaces();
      result =
          switch (kind) {
            case 'i' -> result.with(theirs.ipc());
            case 'u' -> result.with(theirs.uts());
            case 'n' -> result.with(theirs.network());
            case 'p' -> result.with(from.pidNamespace());
            default -> result.with(theirs.mount());
          };
    }
    return result;
  }

  private static void requireAccess(Invocation call, Process target, String file, char kind)
      throws IOException {
    if (!call.process().credentials().mayInspect(target.credentials())) {
      int pid = call.process().pidNamespace().pidOf(target).orElse(0);
      String path = file.isEmpty() ? "/proc/" + pid + "/ns/" + name(kind) : file;
      throw call.failure(1, "cannot open " + path + ": Permission denied");
    }
  }

  private static String name(char kind) {
    return switch (kind) {
      case 'i' -> "ipc";
      case 'u' -> "uts";
      case 'n' -> "net";
      case 'p' -> "pid";
      default -> "mnt";
    };
  }

  private static Process required(Invocation call, Optional<Process> target, char kind)
      throws IOException {
    String name = name(kind);
    return target.orElseThrow(
        () -> call.failure(1, "neither filename nor target pid supplied for ns/" + name));
  }

  private static Process named(Invocation call, String file) throws IOException {
    Matcher path = NAMESPACE_FILE.matcher(file);
    Optional<Process> found =
        path.matches()
            ? call.process().pidNamespace().find(Integer.parseInt(path.group(1)))
            : Optional.empty();
    return found.orElseThrow(
        () -> call.failure(1, "cannot open " + file + ": No such file or directory"));
  }

  private static NetworkNamespace network(Invocation call, String file) throws IOException {
    Optional<NetworkNamespace> mounted =
        NetworkNamespaceFile.find(call.files(), call.resolve(file));
    if (mounted.isPresent()) {
      return mounted.get();
    } else if (!file.startsWith("/proc/") && call.files().exists(call.resolve(file))) {
      throw call.failure(1, "reassociate to namespace 'ns/net' failed: Invalid argument");
    }
    Process holder = named(call, file);
    requireAccess(call, holder, file, 'n');
    return holder.network();
  }

  private static int execute(
      Invocation call, Options.Found options, Namespaces entered, List<String> command)
      throws IOException {
    Process self = call.process();
    boolean otherFiles = options.has('m') || options.has('a');
    boolean otherPids = options.has('p') || options.has('a');
    String directory = otherFiles ? "/" : self.workingDirectory().path();
    try {
      if (otherPids && !options.has('F')) {
        return self.start(ProcessSpec.of(command).namespaces(entered).workingDirectory(directory))
            .await();
      }
      self.enter(entered);
      self.workingDirectory().change(directory);
      String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
      String path = Executables.find(self, search, command.getFirst());
      throw self.exec(path, command, self.environment());
    } catch (FileException failed) {
      call.complain("failed to execute " + command.getFirst() + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }
}
