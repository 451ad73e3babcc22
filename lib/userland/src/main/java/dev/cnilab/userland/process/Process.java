package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.stream.Caller;
import dev.cnilab.userland.stream.DescriptorTable;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A process. It is used on the loop only, and methods that wait in a task only. */
@SuppressWarnings("JavaLangClash") // the usual term; commands have no other process
public final class Process implements Caller, Cgroup.Member {
  /** The base memory of a process, in bytes: a shell or a small program. */
  private static final long RESIDENT = 400 << 10;

  /** The part of it that occupies the heap. */
  private static final long IN_HEAP = 8 << 10;

  private final Machine machine;
  private final int pid;
  private final int pidInside;
  private final Instant started;
  private Credentials credentials;
  private final WaitQueue exited;
  private final List<IntConsumer> exitListeners = new ArrayList<>();
  private final Map<Signal, Runnable> handlers = new EnumMap<>(Signal.class);
  private final DescriptorTable descriptors;
  private final Execution execution;
  private final Stoppage stoppage;
  private final PidNamespace home;
  private final Cgroup cgroup;
  private final Set<Process> children = new LinkedHashSet<>();
  private Process parent;
  private List<String> arguments;
  private Map<String, String> environment;
  private String workingDirectory;
  private Namespaces namespaces;
  private boolean detached;
  private String executable;
  private long held;
  private long worked;
  private @Nullable Integer status;
  private @Nullable Signal endedBy;

  Process(Machine machine, @Nullable Process parent, ProcessSpec spec, Namespaces namespaces) {
    this.machine = machine;
    this.parent = parent == null ? this : parent;
    this.namespaces = namespaces;
    this.home = namespaces.pid();
    this.cgroup = spec.cgroup().orElseGet(() -> parent == null ? machine.cgroup() : parent.cgroup);
    this.arguments = List.copyOf(spec.arguments());
    this.environment =
        new TreeMap<>(
            spec.environment().orElseGet(() -> parent == null ? Map.of() : parent.environment));
    this.workingDirectory =
        spec.workingDirectory().orElseGet(() -> parent == null ? "/" : parent.workingDirectory);
    this.credentials =
        spec.credentials().orElseGet(() -> parent == null ? Credentials.ROOT : parent.credentials);
    this.executable = parent == null ? "" : parent.executable;
    this.started = machine.loop().now();
    this.exited = new WaitQueue(machine.loop());
    this.execution = new Execution(this);
    this.stoppage = new Stoppage(execution);
    this.descriptors =
        (parent == null ? DescriptorTable.nowhere() : parent.descriptors).copy(spec.descriptors());
    int inside = 0;
    int outside = 0;
    for (PidNamespace each = home; each != null; each = each.parent()) {
      outside = each.admit(this);
      inside = inside == 0 ? outside : inside;
    }
    this.pid = outside;
    this.pidInside = inside;
    this.parent.children.add(this);
    cgroup.enter(this);
    cgroup.count(RESIDENT, IN_HEAP);
  }

  // ---- identity

  /** The pid in the machine's pid namespace. */
  public int pid() {
    return pid;
  }

  /** The pid namespace it was started in. */
  public PidNamespace pidNamespace() {
    return home;
  }

  /** The pid in its own pid namespace, as getpid(2) returns it. */
  public int pidInside() {
    return pidInside;
  }

  /** The parent; the process itself for the machine's init. */
  public Process parent() {
    return parent;
  }

  /** Starts a session of its own without a terminal; setsid(2). */
  public void beginSession() {
    detached = true;
  }

  /** Its session leader: itself, or an ancestor that was started from outside. */
  public Process sessionLeader() {
    Process each = this;
    while (!each.detached && !each.parent.isInit() && each.parent != each) {
      each = each.parent;
    }
    return each;
  }

  public int user() {
    return credentials.user();
  }

  /** Its identity and privileges. */
  public Credentials credentials() {
    return credentials;
  }

  /** Changes its credentials, when it executes another program. */
  public void become(Credentials others) {
    credentials = others;
  }

  public Instant started() {
    return started;
  }

  /** argv, where [0] is the name it was called by. */
  public List<String> arguments() {
    return arguments;
  }

  /** The name of its program without directories, comm in /proc. Pid 1 has renamed itself. */
  public String name() {
    if (parent() == this) {
      return "systemd";
    }
    String path = arguments.isEmpty() ? "" : arguments.getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Drops argv[0], for an executable with several programs. */
  public void dropFirstArgument() {
    arguments = arguments.subList(1, arguments.size());
  }

  /** The path of its program without symlinks; empty if that is in no file. */
  public String executable() {
    return executable;
  }

  /** Its own environment, sorted by name; it may be changed. */
  public Map<String, String> environment() {
    return environment;
  }

  public String workingDirectory() {
    return workingDirectory;
  }

  /** As chdir(2). */
  public void setWorkingDirectory(String path) throws FileException {
    String absolute = files().resolve(resolve(path));
    files().list(absolute);
    workingDirectory = absolute;
  }

  /** The absolute path, relative to the working directory, without following symlinks. */
  public String resolve(String path) {
    if (path.startsWith("/") || path.isEmpty()) {
      return path;
    }
    return workingDirectory.equals("/") ? "/" + path : workingDirectory + "/" + path;
  }

  // ---- namespaces

  public Machine machine() {
    return machine;
  }

  public EventLoop loop() {
    return machine.loop();
  }

  /** The time of day on the machine's clock. */
  public Instant now() {
    return machine.now();
  }

  public Namespaces namespaces() {
    return namespaces;
  }

  /** As setns(2). A pid namespace applies only to children, as in Linux. */
  public void enter(Namespaces others) {
    namespaces = others;
  }

  public MountNamespace files() {
    return namespaces.mount();
  }

  public NetworkNamespace network() {
    return namespaces.network();
  }

  public String hostname() {
    return namespaces.uts().hostname();
  }

  /** Its control group. */
  public Cgroup cgroup() {
    return cgroup;
  }

  // ---- file descriptors

  public Input in() {
    return new Input(descriptors.get(0), this);
  }

  public Output out() {
    return new Output(descriptors.get(1), this);
  }

  public Output err() {
    return new Output(descriptors.get(2), this);
  }

  /** Its open files. */
  public DescriptorTable descriptors() {
    return descriptors;
  }

  /**
   * Checks that it may open one more file.
   *
   * @throws FileException EMFILE if the limit is reached
   */
  public void requireDescriptor(String path) throws FileException {
    if (!descriptors.hasRoom()) {
      throw new FileException(FileError.EMFILE, path);
    }
  }

  // ---- running

  /**
   * Starts a child.
   *
   * @throws FileException ENOENT, EACCES or ENOEXEC if there is no such executable, EAGAIN if the
   *     limit of processes is reached
   */
  public Process start(ProcessSpec spec) throws FileException {
    return machine.processes().start(spec, this);
  }

  /**
   * Replaces its program once the result is thrown; as execve(2).
   *
   * @param executable its path; see {@link Executables#find}
   * @throws FileException as {@link #start}
   */
  public RuntimeException exec(
      String executable, List<String> newArguments, Map<String, String> newEnvironment)
      throws FileException {
    ArgumentLimit.require(newArguments, newEnvironment);
    Loaded loaded = machine.processes().load(executable, newArguments, this);
    arguments = loaded.arguments();
    this.executable = loaded.executable();
    environment = new TreeMap<>(newEnvironment);
    handlers.clear();
    return new Execution.Replaced(loaded.program());
  }

  /**
   * Handles pending signals and occasionally lets other processes run; for code that does not wait.
   */
  public void preempt() {
    execution.turn();
  }

  @Override
  public void work(int micros) {
    execution.turn(micros);
  }

  @Override
  public void hold(long bytes) {
    if (status == null) {
      held += bytes;
      cgroup.charge(bytes, bytes);
    }
  }

  void worked(int micros) {
    worked += micros;
    cgroup.cpu().add(micros);
    machine.load().sample();
  }

  /** The CPU time it has used, as counted by the simulation. */
  public Duration processorTime() {
    return Duration.ofNanos(worked * 1000);
  }

  /** Its resident memory, in bytes. */
  public long residentBytes() {
    return status == null ? RESIDENT + held : 0;
  }

  /** Ends this process once the result is thrown, from any depth of its program. */
  public RuntimeException exit(int exitStatus) {
    return new Execution.Exited(exitStatus & 0xff);
  }

  /** Ends this process from an event, without a signal. */
  public void end(int exitStatus) {
    if (stoppage.keepsEnd(exitStatus)) {
      return;
    }
    execution.abandon();
    finish(exitStatus & 0xff, null);
  }

  /** Sets a handler for a signal. KILL and STOP cannot be caught. */
  public void onSignal(Signal signal, Runnable handler) {
    handlers.put(signal, handler);
  }

  /** Restores the default action of a signal. */
  public void resetSignal(Signal signal) {
    handlers.remove(signal);
  }

  /** Sends it a signal from outside its pid namespace, so that KILL ends even an init; kill(2). */
  public void kill(Signal signal) {
    if (!isAlive() || stoppage.keeps(signal)) {
      return;
    }
    if (signal == Signal.CONT) {
      stoppage.end(this);
    }
    Runnable handler = signal.isUncatchable() ? null : handlers.get(signal);
    if (handler != null) {
      handler.run();
    } else if (!isOfMachine()
        && (signal.isUncatchable() || !(isInit() || signal.isIgnoredByDefault()))) {
      takeDefault(signal);
    }
  }

  private void takeDefault(Signal signal) {
    if (signal.isStopByDefault()) {
      stoppage.begin();
    } else {
      endedBy = signal;
      execution.kill(signal);
    }
  }

  /** Whether STOP or a similar signal has stopped it. */
  public boolean isStopped() {
    return stoppage.isStopped();
  }

  /** Sends a signal to it and to all descendants in its session, as a terminal does at Ctrl-C. */
  public void killFamily(Signal signal) {
    for (Process each : children()) {
      if (each.home == home && !each.detached) {
        each.killFamily(signal);
      }
    }
    kill(signal);
  }

  /**
   * Sends it a signal from a process; an init ignores KILL and STOP from within its pid namespace.
   *
   * @throws ErrnoException EPERM if the sender may not; see {@link #mayBeSignalledBy}; EOPNOTSUPP
   *     if it would stop a program that runs on events only
   */
  public void kill(Signal signal, Process sender) {
    mayBeSignalledBy(sender);
    boolean caught = handlers.containsKey(signal) && !signal.isUncatchable();
    boolean spared = isInit() && sender.home == home && !caught;
    if (!spared && !caught && signal.isStopByDefault() && !execution.canHalt()) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    if (!spared) {
      kill(signal);
    }
  }

  /**
   * Checks permissions, as {@code kill -0} does.
   *
   * @throws ErrnoException EPERM if it belongs to another user and the sender lacks CAP_KILL
   */
  public void mayBeSignalledBy(Process sender) {
    if (!sender.credentials.maySignal(credentials)) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /** Whether it is the init of its pid namespace, which ignores signals without a handler. */
  public boolean isInit() {
    return pidInside == 1;
  }

  @Override
  public void killByGroup() {
    kill(Signal.KILL);
  }

  private boolean isOfMachine() {
    return parent == this;
  }

  public boolean isAlive() {
    return status == null;
  }

  /**
   * The exit status, 128+n if signal n ended it.
   *
   * @throws IllegalStateException while it is alive
   */
  public int status() {
    if (status == null) {
      throw new IllegalStateException("process " + pid + " " + arguments + " is still running");
    }
    return status;
  }

  /** The signal that killed it. */
  public Optional<Signal> endedBy() {
    return Optional.ofNullable(endedBy);
  }

  /** Blocks the current task until it has exited; returns {@link #status}. */
  public int await() {
    while (status == null) {
      exited.await();
    }
    return status;
  }

  /** Adds a listener for its exit status, called now if it has already exited. */
  public void onExit(IntConsumer listener) {
    if (status == null) {
      exitListeners.add(listener);
    } else {
      listener.accept(status);
    }
  }

  void begin(Loaded loaded) {
    arguments = loaded.arguments();
    executable = loaded.executable().isEmpty() ? executable : loaded.executable();
    execution.begin(loaded.program());
  }

  void finish(int exitStatus, @Nullable Signal signal) {
    if (status != null) {
      return;
    }
    status = exitStatus;
    endedBy = signal;
    descriptors.closeAll();
    machine.processes().dismiss(this);
    exited.wakeAll();
    List.copyOf(exitListeners).forEach(each -> each.accept(exitStatus));
    exitListeners.clear();
  }

  /** Its living children, started or adopted; never itself. */
  List<Process> children() {
    return children.stream().filter(each -> each != this).toList();
  }

  void adopt(Process newParent) {
    parent.children.remove(this);
    parent = newParent;
    parent.children.add(this);
  }

  /** Removes it from its control group and from its parent's children. */
  void leaveFamily() {
    parent.children.remove(this);
    cgroup.leave(this);
    cgroup.charge(-RESIDENT - held, -IN_HEAP - held);
    held = 0;
  }

  /** Releases its pids, from its own pid namespace outwards. */
  void leavePidNamespaces() {
    for (PidNamespace each = home; each != null; each = each.parent()) {
      each.dismiss(this);
    }
  }
}
