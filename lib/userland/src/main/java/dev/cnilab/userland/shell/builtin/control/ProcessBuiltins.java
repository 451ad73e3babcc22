package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.run.Traps;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.system.process.SignalLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builtins for processes and signals. */
public final class ProcessBuiltins {
  /** A number that no process has. */
  private static final int NOBODY = 999_999_999;

  private ProcessBuiltins() {}

  /** Adds each builtin under its name. */
  public static void addTo(Map<String, Builtin> all) {
    all.put("wait", ProcessBuiltins::await);
    all.put("jobs", ProcessBuiltins::jobs);
    all.put("trap", ProcessBuiltins::trap);
    all.put("umask", ProcessBuiltins::umask);
    all.put("times", ProcessBuiltins::times);
    all.put("ulimit", LimitCommand::run);
    all.put("hash", (shell, words) -> 0);
  }

  private static int print(Interpreter shell, String line) {
    shell.process().out().println(line);
    return 0;
  }

  private static int times(Interpreter shell, List<String> words) {
    return print(shell, "0m0.000000s 0m0.000000s\n0m0.000000s 0m0.000000s");
  }

  private static int await(Interpreter shell, List<String> words) throws ShellException {
    int status = 0;
    if (words.size() == 1) {
      for (Process each : shell.jobs().all()) {
        status = await(shell, each);
        if (status > 0 && each.isAlive()) {
          return status;
        }
      }
      return 0;
    }
    for (String word : words.subList(1, words.size())) {
      Optional<Process> job =
          word.startsWith("%")
              ? Optional.of(job(shell, word))
              : shell.jobs().find(NumericArguments.parse(word));
      if (job.isEmpty() && shell.state().dialect() == ShellDialect.BASH) {
        shell.error("wait: pid " + word + " is not a child of this shell");
      }
      status = job.isPresent() ? await(shell, job.get()) : 127;
    }
    return status;
  }

  private static Process job(Interpreter shell, String word) throws ShellException {
    return shell
        .jobs()
        .named(word)
        .orElseThrow(() -> new ShellException(2, "No such job: " + word));
  }

  /**
   * {@code kill}, which also accepts jobs. dash sends the signal to the job's process group, which
   * only an interactive shell creates.
   *
   * @param kill accepts processes only
   */
  public static Builtin killing(Builtin kill) {
    return (shell, words) -> {
      List<String> meant = new ArrayList<>();
      for (String word : words) {
        boolean isJob = word.startsWith("%");
        int pid = isJob ? job(shell, word).pidInside() : 0;
        boolean isGroup =
            shell.state().dialect() != ShellDialect.DASH || shell.scripts().hasJobControl();
        meant.add(isJob ? Integer.toString(isGroup ? pid : NOBODY) : word);
      }
      return kill.run(shell, meant);
    };
  }

  /** Waits for a job or for a trapped signal. */
  private static int await(Interpreter shell, Process job) {
    while (job.isAlive()) {
      Optional<Signal> signal = shell.traps().pending();
      if (signal.isPresent()) {
        return signal.get().status();
      }
      shell.jobs().awaitChange();
    }
    shell.jobs().forget(job);
    return shell.state().dialect() == ShellDialect.BASH
        ? job.status()
        : shell.subshells().report(job);
  }

  private static int jobs(Interpreter shell, List<String> words) {
    String mark = "+";
    Map<Integer, Process> newestFirst = shell.jobs().newestFirst();
    for (Map.Entry<Integer, Process> each : List.copyOf(newestFirst.entrySet())) {
      Process job = each.getValue();
      String text = shell.scripts().hasJobControl() ? String.join(" ", job.arguments()) : "";
      String state = job.isAlive() ? "Running" : "Done";
      print(shell, "[%d] %s %-27s%s".formatted(each.getKey(), mark, state, text));
      mark = mark.equals("+") ? "-" : " ";
      if (!job.isAlive()) {
        shell.jobs().forget(job);
      }
    }
    return 0;
  }

  private static int trap(Interpreter shell, List<String> words) throws ShellException {
    List<String> rest = words.subList(1, words.size());
    if (!rest.isEmpty() && rest.getFirst().equals("--")) {
      rest = rest.subList(1, rest.size());
    }
    if (rest.isEmpty()) {
      shell
          .traps()
          .actions()
          .forEach(
              (condition, action) ->
                  print(shell, "trap -- '" + action.replace("'", "'\"'\"'") + "' " + condition));
      return 0;
    }
    if (rest.getFirst().equals("-l") && shell.state().dialect() == ShellDialect.BASH) {
      shell.process().out().print(SignalLists.ofBash());
      return 0;
    }
    boolean resets = rest.size() == 1 || rest.getFirst().matches("-|[0-9]+");
    for (String word : rest.subList(resets && rest.size() == 1 ? 0 : 1, rest.size())) {
      Optional<String> condition = condition(shell, word);
      if (condition.isEmpty()) {
        if (shell.state().dialect() == ShellDialect.BASH) {
          shell.error("trap: " + word + ": invalid signal specification");
        } else {
          shell.process().err().println("trap: " + word + ": bad trap");
        }
        return 1;
      } else if (resets) {
        shell.traps().reset(condition.get());
      } else {
        shell.traps().set(condition.get(), rest.getFirst());
      }
    }
    return 0;
  }

  private static Optional<String> condition(Interpreter shell, String word) {
    boolean isError = word.equals(Traps.ERROR) && shell.state().dialect() == ShellDialect.BASH;
    return word.equals("0") || word.equals("EXIT") || isError
        ? Optional.of(isError ? word : "EXIT")
        : Signal.parse(word).map(Signal::name);
  }

  private static int umask(Interpreter shell, List<String> words) throws ShellException {
    if (words.size() == 1) {
      return print(shell, String.format("%04o", shell.state().mask()));
    } else if (words.get(1).equals("-S")) {
      int allowed = ~shell.state().mask();
      return print(
          shell,
          "u=" + letters(allowed >> 6) + ",g=" + letters(allowed >> 3) + ",o=" + letters(allowed));
    } else if (!words.get(1).matches("[0-7]{1,4}")) {
      throw new ShellException(2, "Illegal mode: " + words.get(1));
    }
    shell.state().setMask(Integer.parseInt(words.get(1), 8));
    return 0;
  }

  private static String letters(int bits) {
    return ((bits & 4) != 0 ? "r" : "")
        + ((bits & 2) != 0 ? "w" : "")
        + ((bits & 1) != 0 ? "x" : "");
  }
}
