package dev.cnilab.userland.process;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The signals that matter here; signal(7), numbers of x86. */
public enum Signal {
  HUP(1, "Hangup"),
  INT(2, ""),
  QUIT(3, "Quit"),
  KILL(9, "Killed"),
  USR1(10, "User defined signal 1"),
  SEGV(11, "Segmentation fault"),
  USR2(12, "User defined signal 2"),
  PIPE(13, ""),
  ALRM(14, "Alarm clock"),
  TERM(15, "Terminated"),
  CHLD(17, ""),
  CONT(18, ""),
  WINCH(28, "");

  private final int number;
  private final String text;

  Signal(int number, String text) {
    this.number = number;
    this.text = text;
  }

  public int number() {
    return number;
  }

  /** The status a shell gives a process that it ended. */
  public int status() {
    return 128 + number;
  }

  /** What a shell prints of a process that it ended; empty if nothing. */
  public String text() {
    return text;
  }

  /** Whether a process without a handler for it lives on. */
  public boolean isIgnoredByDefault() {
    return this == CHLD || this == CONT || this == WINCH;
  }

  /** The signal written as a number or a name, with or without SIG, in any case. */
  public static Optional<Signal> parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    return Arrays.stream(values())
        .filter(each -> each.name().equals(bare) || String.valueOf(each.number).equals(text))
        .findFirst();
  }
}
