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

  /** Restart=. */
  public enum Restart {
    NO,
    ON_FAILURE,
    ALWAYS
  }
}
