package dev.cnilab.userland.service;

import java.time.Duration;
import java.util.List;

/**
 * What a service's unit file and its drop-ins say; systemd.service(5), systemd.exec(5).
 *
 * @param name with its suffix: {@code kubelet.service}
 * @param sources the unit file and its drop-ins, by whose change {@code daemon-reload} is needed
 * @param documentation the URLs after Documentation=
 * @param start the command lines after ExecStart=, as they are written
 * @param environment {@code NAME=VALUE} of Environment=
 * @param environmentFiles EnvironmentFile=, with their dash
 * @param complaints what systemd says of lines that it leaves out
 */
public record Unit(
    String name,
    String description,
    List<UnitFile> sources,
    List<String> documentation,
    List<String> start,
    List<String> environment,
    List<String> environmentFiles,
    Type type,
    Restarting restarting,
    List<String> wantedBy,
    List<String> complaints) {

  /** Type=: when a unit counts as started. */
  public enum Type {
    /** When its process runs; {@code simple}, {@code exec}, {@code notify} and {@code idle}. */
    RUNNING,
    /** When its process has ended; {@code oneshot}. */
    ENDED
  }

  /**
   * When systemd starts it again by itself.
   *
   * @param delay RestartSec=
   * @param interval StartLimitIntervalSec=; zero if there is no limit
   * @param burst StartLimitBurst=, as many starts as are allowed in an interval
   */
  public record Restarting(Restart when, Duration delay, Duration interval, int burst) {}

  /** Restart=. */
  public enum Restart {
    NO,
    ON_SUCCESS,
    ON_FAILURE,
    ON_ABNORMAL,
    ALWAYS;

    boolean after(MainProcess.End end) {
      return switch (this) {
        case NO -> false;
        case ON_SUCCESS -> end.clean();
        case ON_FAILURE -> !end.clean();
        case ON_ABNORMAL -> !end.clean() && end.code().equals("killed");
        case ALWAYS -> true;
      };
    }
  }

  /** The path of its file; "" if there is none any more. */
  public String path() {
    return sources.isEmpty() ? "" : sources.getFirst().path();
  }

  /** The paths of its drop-ins. */
  public List<String> dropIns() {
    return sources.stream().skip(1).map(UnitFile::path).toList();
  }

  /** Whether it says how to start. */
  public boolean isUsable() {
    return !start.isEmpty();
  }
}
