package dev.cnilab.userland.service;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.service.unit.EnvironmentFiles;
import dev.cnilab.userland.service.unit.ExecLine;
import dev.cnilab.userland.service.unit.MainProcess;
import dev.cnilab.userland.service.unit.Unit;
import dev.cnilab.userland.service.unit.UnitFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service and its state. */
public final class Service {
  /** DefaultTimeoutStopSec=; systemd-system.conf(5). */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

  private final WallClock clock;
  private final EventLoop loop;
  private final Journal journal;
  private final Launcher launcher;
  private final Supplier<UnitFiles> files;
  private final StartLimit limit;
  private Unit unit;
  private ServiceState state = ServiceState.DEAD;
  private Instant since;
  private @Nullable MainProcess main;
  private List<String> command = List.of();
  private MainProcess.@Nullable End lastEnd;
  private String result = "success";
  private @Nullable Timer timer;
  private boolean startAfterStop;
  private final WaitQueue changed;
  private int lastPid;
  private int restarts;

  Service(
      WallClock clock, Journal journal, Launcher launcher, Supplier<UnitFiles> files, Unit unit) {
    this.clock = clock;
    this.loop = clock.loop();
    this.journal = journal;
    this.launcher = launcher;
    this.files = files;
    this.limit = new StartLimit(loop);
    this.unit = unit;
    this.since = clock.instant();
    this.changed = new WaitQueue(loop);
  }

  public Unit unit() {
    return unit;
  }

  void setUnit(Unit reloaded) {
    unit = reloaded;
  }

  public ServiceState state() {
    return state;
  }

  /** Whether it neither runs nor is about to. */
  boolean isIdle() {
    return state == ServiceState.DEAD || state == ServiceState.FAILED;
  }

  /** When the present state began. */
  public Instant since() {
    return since;
  }

  /** The pid of its main process while it has one. */
  public Optional<Integer> mainPid() {
    return Optional.ofNullable(main).map(MainProcess::pid);
  }

  /** The pid of its latest main process, 0 before the first. */
  public int lastPid() {
    return lastPid;
  }

  /** The command of its latest main process; empty before the first. */
  public List<String> command() {
    return command;
  }

  /** Blocks the current task until a requested stop is complete. */
  public void awaitStop() {
    while (state == ServiceState.STOPPING) {
      changed.await();
    }
  }

  /**
   * Blocks the current task while it is starting; a {@code oneshot} has started when its process
   * exits.
   */
  public void awaitStart() {
    while (state == ServiceState.STARTING) {
      changed.await();
    }
  }

  /** How its last main process exited. */
  public Optional<MainProcess.End> lastEnd() {
    return Optional.ofNullable(lastEnd);
  }

  /** Result=: {@code success}, or why it is not running; systemd.service(5). */
  public String result() {
    return result;
  }

  /** Like {@code systemctl start}; does nothing if it is already running. */
  public void start() {
    cancelTimer();
    switch (state) {
      case RUNNING, STARTING -> {}
      case STOPPING -> startAfterStop = true;
      case DEAD, FAILED, WAITING_TO_RESTART -> launch();
    }
  }

  /** Like {@code systemctl stop}: asks its process to end without waiting for it. */
  public void stop() {
    cancelTimer();
    startAfterStop = false;
    if (main != null && state != ServiceState.STOPPING) {
      log("Stopping " + title() + "...");
      become(ServiceState.STOPPING);
      MainProcess stopped = main;
      timer = loop.schedule(STOP_TIMEOUT, stopped::kill);
      stopped.terminate();
    } else if (state == ServiceState.WAITING_TO_RESTART) {
      become(ServiceState.DEAD);
    }
  }

  /** Like {@code systemctl reset-failed}: clears the failed state and the restart counters. */
  public void resetFailed() {
    limit.forget();
    restarts = 0;
    if (state == ServiceState.FAILED) {
      result = "success";
      become(ServiceState.DEAD);
    }
  }

  /** Cancels all pending restarts. */
  void forget() {
    cancelTimer();
    startAfterStop = false;
  }

  private void launch() {
    if (!limit.allows(unit.restarting())) {
      log(unit.name() + ": Start request repeated too quickly.");
      fail(result.equals("success") ? "start-limit-hit" : result);
      return;
    }
    try {
      Map<String, String> environment = new EnvironmentFiles(files.get().files()).of(unit);
      command = ExecLine.expand(unit.start().getLast(), unit.name(), environment);
      execute(environment);
    } catch (IOException unreadable) {
      String why = reason(unreadable);
      log(unit.name() + ": Failed to load environment files: " + why);
      log(unit.name() + ": Failed to run 'start' task: " + why);
      fail("resources");
    }
  }

  private void execute(Map<String, String> environment) {
    boolean oneshot = unit.type() == Unit.Type.ENDED;
    become(oneshot ? ServiceState.STARTING : ServiceState.RUNNING);
    try {
      main = launcher.launch(unit.name(), command, environment, this::ended);
      lastPid = main.pid();
      log((oneshot ? "Starting " : "Started ") + title() + (oneshot ? "..." : "."));
    } catch (IOException notExecutable) {
      String path = command.getFirst();
      String why = reason(notExecutable);
      log(unit.name() + ": Failed to locate executable " + path + ": " + why);
      log(unit.name() + ": Failed at step EXEC spawning " + path + ": " + why);
      ended(new MainProcess.End("exited", "203/EXEC"));
    }
  }

  private static String reason(IOException failed) {
    return failed instanceof FileException refused
        ? refused.error().text()
        : String.valueOf(failed.getMessage());
  }

  private void fail(String why) {
    log(unit.name() + ": Failed with result '" + why + "'.");
    result = why;
    become(ServiceState.FAILED);
    log("Failed to start " + title() + ".");
  }

  private void ended(MainProcess.End end) {
    cancelTimer();
    main = null;
    lastEnd = end;
    ServiceState before = state;
    result = end.clean() ? "success" : end.result();
    if (end.clean()) {
      log(unit.name() + ": Deactivated successfully.");
    } else {
      log(unit.name() + ": Main process exited, code=" + end.code() + ", status=" + end.status());
      log(unit.name() + ": Failed with result '" + result + "'.");
    }
    if (before == ServiceState.STOPPING) {
      log("Stopped " + title() + ".");
      become(end.clean() ? ServiceState.DEAD : ServiceState.FAILED);
      if (startAfterStop) {
        launch();
      }
      return;
    }
    if (before == ServiceState.STARTING) {
      log((end.clean() ? "Finished " : "Failed to start ") + title() + ".");
    }
    if (unit.restarting().when().after(end) && unit.isUsable()) {
      become(ServiceState.WAITING_TO_RESTART);
      timer = loop.schedule(unit.restarting().delay(), this::restartByItself);
    } else {
      become(end.clean() ? ServiceState.DEAD : ServiceState.FAILED);
    }
  }

  private void restartByItself() {
    restarts++;
    log(unit.name() + ": Scheduled restart job, restart counter is at " + restarts + ".");
    launch();
  }

  private String title() {
    return unit.name() + " - " + unit.description();
  }

  private void become(ServiceState next) {
    state = next;
    since = clock.instant();
    changed.wakeAll();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void log(String line) {
    journal.append(unit.name(), "systemd", 1, line);
  }
}
