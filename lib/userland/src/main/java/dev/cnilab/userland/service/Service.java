package dev.cnilab.userland.service;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service and its life. */
public final class Service {
  /** DefaultTimeoutStopSec=; systemd-system.conf(5). */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

  private final EventLoop loop;
  private final Journal journal;
  private final Launcher launcher;
  private final Unit unit;
  private ServiceState state = ServiceState.DEAD;
  private Instant since;
  private @Nullable MainProcess main;
  private MainProcess.@Nullable End lastEnd;
  private @Nullable Timer timer;
  private boolean startAfterStop;
  private final WaitQueue stopped;
  private int lastPid;
  private int restarts;

  Service(EventLoop loop, Journal journal, Launcher launcher, Unit unit) {
    this.loop = loop;
    this.journal = journal;
    this.launcher = launcher;
    this.unit = unit;
    this.since = loop.now();
    this.stopped = new WaitQueue(loop);
  }

  public Unit unit() {
    return unit;
  }

  public ServiceState state() {
    return state;
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

  /** Blocks the current task until a stop that was asked for is done. */
  public void awaitStop() {
    while (state == ServiceState.STOPPING) {
      stopped.await();
    }
  }

  /** How its main process ended last time. */
  public Optional<MainProcess.End> lastEnd() {
    return Optional.ofNullable(lastEnd);
  }

  /** As {@code systemctl start}; nothing if it runs already. */
  public void start() {
    cancelTimer();
    switch (state) {
      case RUNNING -> {}
      case STOPPING -> startAfterStop = true;
      case DEAD, FAILED, WAITING_TO_RESTART -> launch();
    }
  }

  /** As {@code systemctl stop}: asks its process to end and does not wait for it. */
  public void stop() {
    cancelTimer();
    startAfterStop = false;
    if (state == ServiceState.RUNNING && main != null) {
      log("Stopping " + unit.name() + " - " + unit.description() + "...");
      become(ServiceState.STOPPING);
      MainProcess stopped = main;
      timer = loop.schedule(STOP_TIMEOUT, stopped::kill);
      stopped.terminate();
    } else if (state == ServiceState.WAITING_TO_RESTART) {
      become(ServiceState.DEAD);
    }
  }

  /** As {@code systemctl restart}. */
  public void restart() {
    stop();
    start();
  }

  /** Nothing of it happens any more. */
  void forget() {
    cancelTimer();
    startAfterStop = false;
  }

  private void launch() {
    try {
      main = launcher.launch(unit, this::ended);
      lastPid = main.pid();
      become(ServiceState.RUNNING);
      log("Started " + unit.name() + " - " + unit.description() + ".");
    } catch (IOException notExecutable) {
      log(unit.name() + ": Failed at step EXEC: " + notExecutable.getMessage());
      ended(new MainProcess.End("exited", "203/EXEC"));
    }
  }

  private void ended(MainProcess.End end) {
    cancelTimer();
    main = null;
    lastEnd = end;
    boolean asked = state == ServiceState.STOPPING;
    if (!end.clean()) {
      log(unit.name() + ": Main process exited, code=" + end.code() + ", status=" + end.status());
      log(unit.name() + ": Failed with result '" + end.result() + "'.");
    } else {
      log(unit.name() + ": Deactivated successfully.");
    }
    if (asked) {
      log("Stopped " + unit.name() + " - " + unit.description() + ".");
      become(end.clean() ? ServiceState.DEAD : ServiceState.FAILED);
      if (startAfterStop) {
        launch();
      }
    } else if (unit.restart() == Unit.Restart.ALWAYS
        || (unit.restart() == Unit.Restart.ON_FAILURE && !end.clean())) {
      become(ServiceState.WAITING_TO_RESTART);
      timer = loop.schedule(unit.restartDelay(), this::restartByItself);
    } else {
      become(end.clean() ? ServiceState.DEAD : ServiceState.FAILED);
    }
  }

  private void restartByItself() {
    restarts++;
    log(unit.name() + ": Scheduled restart job, restart counter is at " + restarts + ".");
    launch();
  }

  private void become(ServiceState next) {
    state = next;
    stopped.wakeAll();
    since = loop.now();
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
