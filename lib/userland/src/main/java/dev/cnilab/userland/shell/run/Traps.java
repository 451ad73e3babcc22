package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The actions of {@code trap}, and pending signals. */
public final class Traps {
  /** The condition of a failed command; bash. */
  public static final String ERROR = "ERR";

  /** Far more than a script needs; the stack of bash holds 5,700 actions, that of dash more. */
  private static final int DEEPEST = 200;

  private final Process process;
  private final Runnable arrived;
  private final Map<String, String> actions = new TreeMap<>();
  private final Deque<Signal> pending = new ArrayDeque<>();
  private int depth;

  Traps(Process process, Runnable arrived) {
    this.process = process;
    this.arrived = arrived;
  }

  /** The actions by condition: EXIT or a signal's name. */
  public Map<String, String> actions() {
    return actions;
  }

  /** Sets the action for a condition; "" ignores it. */
  public void set(String condition, String action) {
    actions.put(condition, action);
    Signal.parse(condition)
        .ifPresent(
            signal ->
                process
                    .signals()
                    .handle(
                        signal,
                        () -> {
                          if (!action.isEmpty()) {
                            pending.add(signal);
                            arrived.run();
                          }
                        }));
  }

  /** Resets a condition to its default action. */
  public void reset(String condition) {
    actions.remove(condition);
    Signal.parse(condition).ifPresent(process.signals()::reset);
  }

  /** Removes and returns the first pending signal. */
  Optional<Signal> poll() {
    return Optional.ofNullable(pending.poll());
  }

  /** The first pending signal, without removing it. */
  public Optional<Signal> pending() {
    return Optional.ofNullable(pending.peek());
  }

  /**
   * Enters an action. One whose commands always bring the next signal overflows the stack of dash
   * and of bash; here, the stack of a task that waits in between has no end.
   */
  void enter() {
    if (++depth > DEEPEST) {
      throw new StackOverflowError("nested traps");
    }
  }

  void leave() {
    depth--;
  }

  Optional<String> takeExit() {
    return Optional.ofNullable(actions.remove("EXIT"));
  }
}
