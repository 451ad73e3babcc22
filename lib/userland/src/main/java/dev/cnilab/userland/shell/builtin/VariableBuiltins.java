package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.builtin.control.NumericArguments;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.util.List;
import java.util.Map;

/** Builtins for variables and positional parameters. */
final class VariableBuiltins {
  private VariableBuiltins() {}

  static void addTo(Map<String, Builtin> all) {
    all.put("export", VariableBuiltins::export);
    all.put("readonly", VariableBuiltins::readonly);
    all.put("local", VariableBuiltins::local);
    all.put("unset", VariableBuiltins::unset);
    all.put("shift", VariableBuiltins::shift);
    all.put("getopts", new GetOptions());
  }

  private static int export(Interpreter shell, List<String> words) throws ShellException {
    Variables variables = shell.state().variables();
    if (words.size() == 1 || (words.size() == 2 && words.get(1).equals("-p"))) {
      variables
          .exported()
          .forEach(
              (name, value) -> {
                if (shell.state().dialect() == ShellDialect.BASH) {
                  Declare.print(shell, name);
                } else {
                  print(shell, "export", name, value);
                }
              });
      return 0;
    }
    for (String word : words.subList(1, words.size())) {
      variables.export(assign(variables, word));
    }
    return 0;
  }

  private static int readonly(Interpreter shell, List<String> words) throws ShellException {
    Variables variables = shell.state().variables();
    for (String word : words.subList(1, words.size())) {
      if (!word.equals("-p")) {
        variables.makeReadOnly(assign(variables, word));
      }
    }
    return 0;
  }

  private static int local(Interpreter shell, List<String> words) throws ShellException {
    if (!shell.calls().inFunction()) {
      throw new ShellException(2, "not in a function");
    }
    Variables variables = shell.state().variables();
    for (String word : words.subList(1, words.size())) {
      shell.calls().onReturn(variables.snapshot(List.of(word.replaceFirst("=.*", ""))));
      assign(variables, word);
    }
    return 0;
  }

  private static void print(Interpreter shell, String word, String name, String value) {
    shell.process().out().println(word + " " + name + "='" + value.replace("'", "'\"'\"'") + "'");
  }

  /** Sets the variable if a value is given; returns its name. */
  static String assign(Variables variables, String word) throws ShellException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    requireName(name);
    if (equals >= 0) {
      variables.set(name, word.substring(equals + 1));
    }
    return name;
  }

  static void requireName(String name) throws ShellException {
    if (!name.matches("[A-Za-z_][A-Za-z_0-9]*")) {
      throw new ShellException(2, name + ": bad variable name");
    }
  }

  private static int unset(Interpreter shell, List<String> words) throws ShellException {
    boolean functions = words.size() > 1 && words.get(1).equals("-f");
    boolean marked = functions || (words.size() > 1 && words.get(1).equals("-v"));
    for (String name : words.subList(marked ? 2 : 1, words.size())) {
      if (functions) {
        shell.state().functions().remove(name);
      } else {
        requireName(name);
        shell.state().variables().unset(name);
      }
    }
    return 0;
  }

  private static int shift(Interpreter shell, List<String> words) throws ShellException {
    List<String> all = shell.state().positional();
    int count = NumericArguments.first(words, 1);
    if (count > all.size()) {
      if (shell.state().dialect() == ShellDialect.BASH) {
        return 1;
      }
      throw new ShellException(2, "can't shift that many");
    }
    shell.state().setPositional(all.subList(count, all.size()));
    return 0;
  }
}
