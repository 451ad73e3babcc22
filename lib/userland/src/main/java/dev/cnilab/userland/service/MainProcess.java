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
    /** Result=, as {@code systemctl status} shows it. */
    public String result() {
      return code.equals("exited") ? "exit-code" : "signal";
    }

    boolean clean() {
      return status.equals("0/SUCCESS") || status.equals("15/TERM");
    }
  }
}
