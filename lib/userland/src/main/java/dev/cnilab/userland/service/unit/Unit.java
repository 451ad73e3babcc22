package dev.cnilab.userland.service.unit;

import java.time.Duration;
import java.util.List;

/**
 * The settings of a service's unit file and drop-ins; systemd.service(5), systemd.exec(5).
 *
 * @param name with its suffix: {@code kubelet.service}
 * @param sources the unit file and its drop-ins; changes to them require {@code daemon-reload}
 * @param documentation the URLs in Documentation=
 * @param start the command lines in ExecStart=, unparsed
 * @param environment {@code NAME=VALUE} of Environment=
 * @param environmentFiles EnvironmentFile=, with the leading dash
 * @param complaints systemd's messages about ignored lines
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
    /**
     * When its process is running; {@code simple}, {@code exec}, {@code notify} and {@code idle}.
     */
    RUNNING,
    /** When its process has exited; {@code oneshot}. */
    ENDED
  }

  /**
   * When systemd restarts it automatically.
   *
   * @param delay RestartSec=
   * @param interval StartLimitIntervalSec=; zero for no limit
   * @param burst StartLimitBurst=, the number of starts allowed per interval
   */
  public record Restarting(Restart when, Duration delay, Duration interval, int burst) {}

  /** Restart=. */
  public enum Restart {
    NO,
    ON_SUCCESS,
    ON_FAILURE,
    ON_ABNORMAL,
    ALWAYS;

    public boolean after(MainProcess.End end) {
      return switch (this) {
        case NO -> false;
        case ON_SUCCESS -> end.clean();
        case ON_FAILURE -> !end.clean();
        case ON_ABNORMAL -> !end.clean() && end.code().equals("killed");
        case ALWAYS -> true;
      };
    }
  }

  /** The path of its file; "" if it no longer exists. */
  public String path() {
    return sources.isEmpty() ? "" : sources.getFirst().path();
  }

  /** The paths of its drop-ins. */
  public List<String> dropIns() {
    return sources.stream().skip(1).map(UnitFile::path).toList();
  }

  /** Whether it has a command to start. */
  public boolean isUsable() {
    return !start.isEmpty();
  }
}
