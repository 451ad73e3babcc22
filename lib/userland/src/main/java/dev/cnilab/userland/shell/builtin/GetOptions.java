package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import java.util.List;

/** {@code getopts}. */
final class GetOptions implements Builtin {
  /**
   * The position in a cluster such as {@code -abc}, kept per shell because OPTIND does not hold it.
   */
  private static final String POSITION = "_OPTPOS";

  @Override
  public int run(Interpreter shell, List<String> words) throws ShellException {
    if (words.size() < 3) {
      throw new ShellException(2, "Usage: getopts optstring var [arg]");
    }
    Variables variables = shell.state().variables();
    String known = words.get(1);
    String name = words.get(2);
    VariableBuiltins.requireName(name);
    List<String> arguments =
        words.size() > 3 ? words.subList(3, words.size()) : shell.state().positional();
    int index = number(variables, "OPTIND", 1);
    int position = number(variables, POSITION, 1);
    String argument = index > 0 && index <= arguments.size() ? arguments.get(index - 1) : "";
    if (argument.length() < 2 || !argument.startsWith("-") || argument.equals("--")) {
      variables.set("OPTIND", String.valueOf(argument.equals("--") ? index + 1 : index));
      variables.set(name, "?");
      return 1;
    }
    char option = argument.charAt(Math.min(position, argument.length() - 1));
    int at = option == ':' ? -1 : known.indexOf(option);
    boolean wantsValue = at >= 0 && at + 1 < known.length() && known.charAt(at + 1) == ':';
    boolean last = position + 1 >= argument.length();
    String found = String.valueOf(option);
    variables.unset("OPTARG");
    if (at < 0) {
      found = "?";
      report(shell, known, "Illegal option -" + option, option);
    } else if (wantsValue && !last) {
      variables.set("OPTARG", argument.substring(position + 1));
      last = true;
    } else if (wantsValue && index < arguments.size()) {
      variables.set("OPTARG", arguments.get(index));
      index++;
    } else if (wantsValue) {
      found = known.startsWith(":") ? ":" : "?";
      report(shell, known, "No arg for -" + option + " option", option);
    }
    variables.set("OPTIND", String.valueOf(last ? index + 1 : index));
    variables.set(POSITION, String.valueOf(last ? 1 : position + 1));
    variables.set(name, found);
    return 0;
  }

  private static void report(Interpreter shell, String known, String text, char option)
      throws ShellException {
    if (known.startsWith(":")) {
      shell.state().variables().set("OPTARG", String.valueOf(option));
    } else {
      shell.process().err().println(text);
    }
  }

  private static int number(Variables variables, String name, int otherwise) {
    String value = variables.get(name).orElse("");
    return value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : otherwise;
  }
}
