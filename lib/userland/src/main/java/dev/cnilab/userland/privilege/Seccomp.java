package dev.cnilab.userland.privilege;

/** The modes of seccomp(2), numbered as in /proc; the filter's rules are not modelled. */
public enum Seccomp {
  DISABLED(0),
  FILTER(2);

  private final int mode;

  Seccomp(int mode) {
    this.mode = mode;
  }

  /** The number in the line {@code Seccomp} of /proc/PID/status. */
  public int mode() {
    return mode;
  }
}
