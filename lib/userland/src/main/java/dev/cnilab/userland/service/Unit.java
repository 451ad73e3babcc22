package dev.cnilab.userland.service;

import java.time.Duration;
import java.util.List;

/**
 * What a service's unit file says; systemd.service(5).
 *
 * @param name with its suffix: {@code kubelet.service}
 * @param path of the unit file
 * @param documentation the URLs after Documentation=
 * @param command ExecStart=, its first word an absolute path
 * @param restart when systemd starts it again by itself
 * @param restartDelay RestartSec=
 */
public record Unit(
    String name,
    String description,
    String path,
    List<String> documentation,
    List<String> command,
    Restart restart,
    Duration restartDelay) {

  /** The unit file. */
  public String text() {
    StringBuilder text = new StringBuilder("[Unit]\nDescription=" + description + "\n");
    documentation.forEach(each -> text.append("Documentation=").append(each).append('\n'));
    text.append("\n[Service]\nExecStart=").append(String.join(" ", command)).append('\n');
    if (restart != Restart.NO) {
      text.append("Restart=").append(restart == Restart.ALWAYS ? "always" : "on-failure");
      text.append("\nRestartSec=").append(restartDelay.toSeconds()).append('\n');
    }
    return text.append("\n[Install]\nWantedBy=multi-user.target\n").toString();
  }

  /** Restart=. */
  public enum Restart {
    NO,
    ON_FAILURE,
    ALWAYS
  }
}
