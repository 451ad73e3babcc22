package dev.cnilab.userland.process;

import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.disk.Elf;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.privilege.NewPrivileges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All processes of a machine. */
public final class ProcessTable {
  /** The search path of execvp(3) without PATH. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** The last pid after the boot of an idle machine. */
  private static final int AFTER_BOOT = 300;

  private static final int SET_USER_ID = 04000;
  private static final int DEEPEST_INTERPRETER = 5;
  private static final int LONGEST_FIRST_LINE = 256;

  private final Machine machine;
  private final PidNamespace pids;
  private final Map<Thread, Process> running = new HashMap<>();
  private final Process init;

  ProcessTable(Machine machine, Cgroup all, Namespaces ofInit) {
    this.machine = machine;
    this.pids = ofInit.pid();
    this.init = new Process(machine, null, ProcessSpec.of("/sbin/init").cgroup(all), ofInit);
    pids.skipTo(AFTER_BOOT);
  }

  /** Pid 1, which adopts orphans and never ends. */
  public Process init() {
    return init;
  }

  /** The root pid namespace. */
  public PidNamespace pids() {
    return pids;
  }

  /** All processes, by pid in the root namespace. */
  public Collection<Process> all() {
    return pids.processes();
  }

  public Optional<Process> find(int pid) {
    return pids.find(pid);
  }

  /** The process whose task this code runs in. */
  public Optional<Process> current() {
    return Optional.ofNullable(running.get(Thread.currentThread()));
  }

  Process start(ProcessSpec spec, Process parent) throws FileException {
    if (!spec.cgroup().orElse(parent.cgroup()).pids().hasRoom()) {
      throw new FileException(FileError.EAGAIN, "fork");
    }
    if (spec.body().isEmpty()) {
      ArgumentLimit.require(spec.arguments(), spec.environment().orElse(parent.environment()));
    }
    Namespaces namespaces = spec.namespaces().orElseGet(parent::namespaces);
    Process process = new Process(machine, parent, spec, namespaces);
    try {
      process.begin(loaded(spec, process));
      process.hold(0);
      return process;
    } catch (FileException notExecutable) {
      process.finish(127, null);
      throw notExecutable;
    }
  }

  private LoadedExecutable loaded(ProcessSpec spec, Process process) throws FileException {
    if (spec.body().isPresent()) {
      return new LoadedExecutable(spec.body().get(), spec.arguments(), "");
    } else if (spec.executable().isPresent()) {
      return load(spec.executable().get(), spec.arguments(), process);
    } else if (spec.arguments().isEmpty()) {
      throw new FileException(FileError.ENOENT, "");
    }
    return load(find(spec.arguments().getFirst(), process), spec.arguments(), process);
  }

  private static String find(String name, Process process) throws FileException {
    String searchPath = process.environment().getOrDefault("PATH", DEFAULT_PATH);
    return Executables.find(process, searchPath, name);
  }

  /**
   * Loads the program at a path; a script is replaced by its interpreter with the script as an
   * argument.
   */
  LoadedExecutable load(String executable, List<String> arguments, Process process)
      throws FileException {
    List<String> argv = new ArrayList<>(arguments);
    String given = executable;
    for (int depth = 0; depth < DEEPEST_INTERPRETER; depth++) {
      byte[] content = read(process.files(), find(process.resolve(given), process));
      Optional<String> name = Elf.program(content);
      if (name.isPresent()) {
        Program program =
            machine
                .programs()
                .find(name.get())
                .orElseThrow(() -> new FileException(FileError.ENOEXEC, executable));
        String path = find(process.resolve(given), process);
        becomeOwner(process, path);
        return new LoadedExecutable(program, List.copyOf(argv), process.files().resolve(path));
      }
      if (content.length < 2 || content[0] != '#' || content[1] != '!') {
        throw new FileException(FileError.ENOEXEC, executable);
      }
      argv.set(0, given);
      argv.addAll(0, interpreter(content, given));
      given = argv.getFirst();
    }
    throw new FileException(FileError.ELOOP, executable);
  }

  /** Applies the set-user-ID bit: the program runs as its owner; execve(2). */
  private static void becomeOwner(Process process, String path) throws FileException {
    FileStatus program = process.files().status(path);
    Credentials before = process.credentials();
    if ((program.permissions() & SET_USER_ID) != 0
        && before.newPrivileges() == NewPrivileges.POSSIBLE) {
      process.become(before.as(program.owner(), before.group(), before.groups()));
    }
  }

  private static byte[] read(MountNamespace files, String path) throws FileException {
    try {
      return files.read(path);
    } catch (FileException failed) {
      throw failed;
    } catch (IOException failed) {
      throw new FileException(FileError.EIO, path);
    }
  }

  /** The interpreter and its optional argument, from a script's first line; execve(2). */
  private static List<String> interpreter(byte[] content, String path) throws FileException {
    int length = Math.min(content.length, LONGEST_FIRST_LINE);
    String line =
        new String(content, 2, length - 2, StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("")
            .strip();
    if (line.isEmpty()) {
      throw new FileException(FileError.ENOEXEC, path);
    }
    return List.of(line.split("[ \t]+", 2));
  }

  void running(Thread thread, Process process) {
    running.put(thread, process);
  }

  void stopped(Thread thread) {
    running.remove(thread);
  }

  /**
   * Removes a process that has ended: its children are adopted by init, or killed if it was their
   * init.
   */
  void dismiss(Process ended) {
    ended.leave();
    for (Process each : ended.family().children()) {
      each.family().adopt(ended.pidNamespace().find(1).orElse(init));
    }
    if (ended.isInit()) {
      for (Process each : ended.pidNamespace().processes()) {
        if (each.pidNamespace() == ended.pidNamespace()) {
          each.kill(Signal.KILL);
        }
      }
    }
  }
}
