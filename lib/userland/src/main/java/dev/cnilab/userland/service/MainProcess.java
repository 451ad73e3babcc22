package dev.cnilab.userland.service;

/** The main process of a running service. */
public interface MainProcess {
  int pid();

  /** SIGTERM. */
  void terminate();

  /** SIGKILL. */
  void kill();

  /**
   * How it ended.
   *
   * @param code {@code exited} or {@code killed}
   * @param status {@code 1/FAILURE}, {@code 15/TERM}
   */
  record End(String code, String status) {
    boolean clean() {
      return status.equals("0/SUCCESS") || status.equals("15/TERM");
    }
  }
}
