package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The nested functions, evaluations and scripts being executed. */
public final class CallStack {
  private static final int DEEPEST = 1000;

  private final Deque<Deque<Runnable>> restoring = new ArrayDeque<>();
  private final Deque<String> functions = new ArrayDeque<>();
  private int depth;

  CallStack() {}

  /** Enters one; fails with dash's message if the nesting is too deep. */
  public void enter() throws ShellException {
    if (depth >= DEEPEST) {
      throw new ShellException(2, "Maximum function recursion depth (1000) reached");
    }
    depth++;
  }

  public void leave() {
    depth--;
  }

  void enterFunction(String name) throws ShellException {
    enter();
    functions.push(name);
    restoring.push(new ArrayDeque<>());
  }

  void leaveFunction() {
    leave();
    functions.pop();
    restoring.pop().forEach(Runnable::run);
  }

  /** The functions being executed, innermost first. */
  List<String> functions() {
    return List.copyOf(functions);
  }

  /** Whether a function, an evaluation or a script is being executed. */
  public boolean isWithin() {
    return depth > 0;
  }

  public boolean inFunction() {
    return !restoring.isEmpty();
  }

  /** Adds an action for the return of the present function. */
  public void onReturn(Runnable restore) {
    restoring.getFirst().push(restore);
  }
}
