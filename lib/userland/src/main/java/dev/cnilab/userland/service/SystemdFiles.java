package dev.cnilab.userland.service;

/** The directories by which programs find systemd. */
public final class SystemdFiles {
  /** It exists while systemd runs; sd_booted(3). */
  public static final String RUNNING = "/run/systemd/system";

  /** The journal; systemd-journald.service(8). */
  public static final String JOURNAL = "/var/log/journal";

  private SystemdFiles() {}
}
