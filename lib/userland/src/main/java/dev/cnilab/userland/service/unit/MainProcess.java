package dev.cnilab.userland.service.unit;

/** The main process of a running service. */
public interface MainProcess {
  int pid();

  /** Sends SIGTERM. */
  void terminate();

  /** Sends SIGKILL. */
  void kill();

  /**
   * How it exited.
   *
   * @param code {@code exited} or {@code killed}
   * @param status {@code 1/FAILURE}, {@code 15/TERM}
   */
  record End(String code, String status) {
    /** Result=, as in {@code systemctl status}. */
    public String result() {
      return code.equals("exited") ? "exit-code" : "signal";
    }

    public boolean clean() {
      return status.equals("0/SUCCESS") || status.equals("15/TERM");
    }
  }
}
