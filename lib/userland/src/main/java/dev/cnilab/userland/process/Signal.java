package dev.cnilab.userland.process;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The signals other than real-time ones; signal(7), with the numbers of x86. */
public enum Signal {
  HUP(1, "Hangup"),
  INT(2, ""),
  QUIT(3, "Quit"),
  ILL(4, "Illegal instruction"),
  TRAP(5, "Trace/breakpoint trap"),
  ABRT(6, "Aborted"),
  BUS(7, "Bus error"),
  FPE(8, "Floating point exception"),
  KILL(9, "Killed"),
  USR1(10, "User defined signal 1"),
  SEGV(11, "Segmentation fault"),
  USR2(12, "User defined signal 2"),
  PIPE(13, ""),
  ALRM(14, "Alarm clock"),
  TERM(15, "Terminated"),
  STKFLT(16, "Stack fault"),
  CHLD(17, ""),
  CONT(18, ""),
  STOP(19, ""),
  TSTP(20, ""),
  TTIN(21, ""),
  TTOU(22, ""),
  URG(23, ""),
  XCPU(24, "CPU time limit exceeded"),
  XFSZ(25, "File size limit exceeded"),
  VTALRM(26, "Virtual timer expired"),
  PROF(27, "Profiling timer expired"),
  WINCH(28, ""),
  POLL(29, "I/O possible"),
  PWR(30, "Power failure"),
  SYS(31, "Bad system call");

  private final int number;
  private final String text;

  Signal(int number, String text) {
    this.number = number;
    this.text = text;
  }

  public int number() {
    return number;
  }

  /** The exit status that a shell reports for a process it killed. */
  public int status() {
    return 128 + number;
  }

  /** The text that a shell prints for a process it killed; empty for none. */
  public String text() {
    return text;
  }

  /** Whether its default action is to ignore it. */
  public boolean isIgnoredByDefault() {
    return this == CHLD || this == CONT || this == URG || this == WINCH;
  }

  /** Whether its default action is to stop a process. */
  public boolean isStopByDefault() {
    return this == STOP || this == TSTP || this == TTIN || this == TTOU;
  }

  /** Whether it can be neither handled nor ignored. */
  public boolean isUncatchable() {
    return this == KILL || this == STOP;
  }

  /** The signal with a number or name, with or without SIG, ignoring case. */
  public static Optional<Signal> parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    String signal = name.startsWith("SIG") ? name.substring(3) : name;
    String bare = signal.equals("IO") ? POLL.name() : signal;
    return Arrays.stream(values())
        .filter(each -> each.name().equals(bare) || String.valueOf(each.number).equals(text))
        .findFirst();
  }
}
