package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.stream.DescriptorTable;
import dev.cnilab.userland.stream.StandardStreams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** A process. It is used on the loop only, and methods that wait in a task only. */
@SuppressWarnings("JavaLangClash") // the usual term; commands have no other process
public final class Process implements StandardStreams, Cgroup.Member {
  private final Machine machine;
  private final int pid;
  private final int pidInside;
  private final Instant started;
  private Credentials credentials;
  private final DescriptorTable descriptors;
  private final Execution execution;
  private final SignalHandling signals;
  private final PidNamespace home;
  private final Cgroup cgroup;
  private final ResourceUsage usage;
  private final Family family;
  private final Exit exit;
  private final ProgramImage image;
  private final WorkingDirectory workingDirectory;
  private Namespaces namespaces;

  Process(Machine machine, @Nullable Process parent, ProcessSpec spec, Namespaces namespaces) {
    this.machine = machine;
    this.namespaces = namespaces;
    this.home = namespaces.pid();
    this.cgroup = spec.cgroup().orElseGet(() -> parent == null ? machine.cgroup() : parent.cgroup);
    this.image = new ProgramImage(spec, parent);
    this.workingDirectory =
        new WorkingDirectory(
            this,
            spec.workingDirectory()
                .orElseGet(() -> parent == null ? "/" : parent.workingDirectory.path()));
    this.credentials =
        spec.credentials().orElseGet(() -> parent == null ? Credentials.ROOT : parent.credentials);
    this.started = machine.loop().now();
    this.exit = new Exit(this);
    this.execution = new Execution(this);
    this.signals = new SignalHandling(this, execution);
    this.descriptors =
        (parent == null ? DescriptorTable.nowhere() : parent.descriptors).copy(spec.descriptors());
    this.pid = home.admit(this);
    this.pidInside = home.pidOf(this).orElseThrow();
    this.family = new Family(this, parent);
    cgroup.enter(this);
    this.usage = new ResourceUsage(cgroup);
  }

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

  /** Its parent, children and session. */
  public Family family() {
    return family;
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
    return image.arguments();
  }

  /** The name of its program without directories, comm in /proc. Pid 1 has renamed itself. */
  public String name() {
    return family.isOfMachine() ? "systemd" : image.name();
  }

  /** The program that it executes. */
  public ProgramImage image() {
    return image;
  }

  /** Its environment, sorted by name. One made by adding to it shares its memory. */
  public TreePMap<String, String> environment() {
    return image.environment();
  }

  public WorkingDirectory workingDirectory() {
    return workingDirectory;
  }

  /** The absolute path, relative to the working directory, without following symlinks. */
  public String resolve(String path) {
    return workingDirectory.resolve(path);
  }

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

  /** Like setns(2). A pid namespace applies only to children, as in Linux. */
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

  @Override
  public DescriptorTable descriptors() {
    return descriptors;
  }

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
   * Replaces its program once the result is thrown; like execve(2).
   *
   * @param executable its path; see {@link Executables#find}
   * @throws FileException as {@link #start}
   */
  public RuntimeException exec(
      String executable, List<String> newArguments, Map<String, String> newEnvironment)
      throws FileException {
    ArgumentLimit.require(newArguments, newEnvironment);
    LoadedExecutable loaded = machine.processes().load(executable, newArguments, this);
    image.replace(loaded, newEnvironment);
    signals.resetAll();
    return new Execution.Replaced(loaded.program());
  }

  /** Takes signals and lets others run now and then; for code that does not wait. */
  public void preempt() {
    execution.turn();
  }

  @Override
  public void work(int micros) {
    execution.turn(micros);
  }

  @Override
  public void hold(long bytes) {
    usage.hold(bytes);
  }

  /** The memory and CPU time it uses. */
  public ResourceUsage usage() {
    return usage;
  }

  /** Ends this process once the result is thrown, from any depth of its program. */
  public RuntimeException exit(int exitStatus) {
    return new Execution.Exited(exitStatus & 0xff);
  }

  /** Ends this process from an event, without a signal. */
  public void end(int exitStatus) {
    if (signals.keepsEnd(exitStatus)) {
      return;
    }
    execution.abandon();
    finish(exitStatus & 0xff, null);
  }

  /** Sends it a signal from outside its pid namespace, so that KILL ends even an init; kill(2). */
  public void kill(Signal signal) {
    signals.take(signal);
  }

  /** Its handlers, and whether a signal has stopped it. */
  public SignalHandling signals() {
    return signals;
  }

  /** Whether it is the init of its pid namespace, which ignores signals without a handler. */
  public boolean isInit() {
    return pidInside == 1;
  }

  @Override
  public void killByGroup() {
    kill(Signal.KILL);
  }

  public boolean isAlive() {
    return !exit.hasCome();
  }

  /**
   * The exit status, 128+n if signal n ended it.
   *
   * @throws IllegalStateException while it is alive
   */
  public int status() {
    return exit.status();
  }

  /** The signal that killed it. */
  public Optional<Signal> endedBy() {
    return exit.signal();
  }

  /** Blocks the current task until it has exited; returns {@link #status}. */
  public int await() {
    return exit.await();
  }

  /** Adds a listener for its exit status, called now if it has already exited. */
  public void onExit(IntConsumer listener) {
    exit.listen(listener);
  }

  void begin(LoadedExecutable loaded) {
    image.load(loaded);
    execution.begin(loaded.program());
  }

  void finish(int exitStatus, @Nullable Signal signal) {
    exit.end(exitStatus, signal);
  }

  /** Leaves its pid namespaces, its parent and its control group. */
  void leave() {
    home.dismiss(this);
    family.end();
    cgroup.leave(this);
    usage.release();
  }
}
