package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.expand.Quotes;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code declare} and {@code local} of bash: arrays and read-only variables among the attributes.
 */
final class Declare implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws ShellException {
    return declare(shell, words, !shell.calls().inFunction() || isGlobal(words));
  }

  private static boolean isGlobal(List<String> words) {
    return words.stream().anyMatch(word -> word.matches("-[a-zA-Z]*g[a-zA-Z]*"));
  }

  /** {@code local}. */
  static int local(Interpreter shell, List<String> words) throws ShellException {
    if (!shell.calls().inFunction()) {
      throw new ShellException(1, "can only be used in a function");
    }
    return declare(shell, words, false);
  }

  private static int declare(Interpreter shell, List<String> words, boolean stays)
      throws ShellException {
    StringBuilder letters = new StringBuilder();
    int at = 1;
    while (at < words.size() && words.get(at).matches("[-+][a-zA-Z]+")) {
      letters.append(words.get(at++).substring(1));
    }
    String refused = letters.toString().replaceAll("[aArxgpfF]", "");
    if (!refused.isEmpty()) {
      throw new ShellException(2, "-" + refused.charAt(0) + ": not supported here");
    }
    List<String> names = words.subList(at, words.size());
    if (letters.indexOf("f") >= 0 || letters.indexOf("F") >= 0) {
      return functions(shell, names);
    } else if (letters.indexOf("p") >= 0 || names.isEmpty()) {
      return show(shell, names);
    }
    for (String word : names) {
      one(shell, word, letters.toString(), stays);
    }
    return 0;
  }

  private static void one(Interpreter shell, String word, String letters, boolean stays)
      throws ShellException {
    Variables variables = shell.state().variables();
    String name = word.replaceFirst("(?s)\\+?=.*", "");
    if (!stays) {
      shell.calls().onReturn(variables.snapshot(List.of(name)));
      variables.unset(name);
    }
    if (letters.contains("A")) {
      variables.declare(name, ShellArray.Kind.ASSOCIATIVE);
    } else if (letters.contains("a")) {
      variables.declare(name, ShellArray.Kind.INDEXED);
    }
    VariableBuiltins.assign(variables, word);
    if (letters.contains("x")) {
      variables.export(name);
    }
    if (letters.contains("r")) {
      variables.makeReadOnly(name);
    }
  }

  private static int functions(Interpreter shell, List<String> names) {
    int status = 0;
    List<String> asked =
        names.isEmpty()
            ? new ArrayList<>(new TreeSet<>(shell.state().functions().keySet()))
            : names;
    for (String name : asked) {
      if (shell.state().functions().containsKey(name)) {
        shell.process().out().println(names.isEmpty() ? "declare -f " + name : name);
      } else {
        status = 1;
      }
    }
    return status;
  }

  private static int show(Interpreter shell, List<String> names) {
    int status = 0;
    if (names.isEmpty()) {
      printAll(shell);
    }
    for (String name : names) {
      boolean there =
          shell.state().variables().get(name).isPresent()
              || shell.state().variables().array(name).isPresent();
      if (there) {
        print(shell, name);
      } else {
        shell.error("declare: " + name + ": not found");
        status = 1;
      }
    }
    return status;
  }

  /** Prints a variable as the command that creates it. */
  static void print(Interpreter shell, String name) {
    Variables variables = shell.state().variables();
    Optional<ShellArray> array = variables.array(name);
    String flags =
        array.map(each -> String.valueOf(each.kind().letter())).orElse("")
            + (variables.isReadOnly(name) ? "r" : "")
            + (variables.isExported(name) ? "x" : "");
    String value =
        array
            .map(Declare::elements)
            .or(() -> variables.get(name).map(Quotes::twofold))
            .map(text -> "=" + text)
            .orElse("");
    shell
        .process()
        .out()
        .println("declare -" + (flags.isEmpty() ? "-" : flags) + " " + name + value);
  }

  /** Prints all variables, as {@code set} does. */
  static void printAll(Interpreter shell) {
    Variables variables = shell.state().variables();
    TreeSet<String> names = new TreeSet<>(variables.values().keySet());
    names.addAll(variables.arrays().keySet());
    for (String name : names) {
      String value =
          variables
              .array(name)
              .map(Declare::elements)
              .orElseGet(() -> shown(variables.get(name).orElse("")));
      shell.process().out().println(name + "=" + value);
    }
  }

  private static String shown(String value) {
    return value.isEmpty() ? "" : Quotes.whereNeeded(value);
  }

  private static String elements(ShellArray array) {
    StringBuilder text = new StringBuilder();
    array
        .elements()
        .forEach(
            (key, value) ->
                text.append("[")
                    .append(key)
                    .append("]=")
                    .append(Quotes.twofold(value))
                    .append(" "));
    boolean indexed = array.kind() == ShellArray.Kind.INDEXED;
    return "(" + (indexed ? text.toString().strip() : text) + ")";
  }
}
