package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code trap} sets, and the signals that have come in and wait for their turn. */
public final class Traps {
  /** The condition that a command fails; bash. */
  public static final String ERROR = "ERR";

  private final Process process;
  private final Runnable arrived;
  private final Map<String, String> actions = new TreeMap<>();
  private final Deque<Signal> pending = new ArrayDeque<>();

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
                process.onSignal(
                    signal,
                    () -> {
                      if (!action.isEmpty()) {
                        pending.add(signal);
                        arrived.run();
                      }
                    }));
  }

  /** Gives a condition its default meaning back. */
  public void reset(String condition) {
    actions.remove(condition);
    Signal.parse(condition).ifPresent(process::resetSignal);
  }

  /** The signal that came first and has not been acted on. */
  Optional<Signal> poll() {
    return Optional.ofNullable(pending.poll());
  }

  /** The same, left where it is. */
  public Optional<Signal> pending() {
    return Optional.ofNullable(pending.peek());
  }

  Optional<String> takeExit() {
    return Optional.ofNullable(actions.remove("EXIT"));
  }
}
