package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small builtins that only bash has. */
final class BashBuiltins {
  private static final Pattern ELEMENT = Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)\\[(.*)\\]");

  private BashBuiltins() {}

  /** {@code let}: evaluates expressions, the last of which determines the status. */
  static int let(Interpreter shell, List<String> words) throws IOException {
    if (words.size() == 1) {
      throw new ShellException(1, "expression expected");
    }
    long value = 0;
    for (String expression : words.subList(1, words.size())) {
      value = shell.number(expression);
    }
    return value != 0 ? 0 : 1;
  }

  /** {@code unset}, including array elements. */
  static Builtin unsettingElements(Builtin ofVariables) {
    return (shell, words) -> {
      List<String> others = new ArrayList<>();
      for (String word : words) {
        Matcher element = ELEMENT.matcher(word);
        if (element.matches()) {
          unset(shell, element.group(1), element.group(2));
        } else {
          others.add(word);
        }
      }
      return others.size() == 1 ? 0 : ofVariables.run(shell, others);
    };
  }

  private static void unset(Interpreter shell, String name, String subscript) throws IOException {
    Optional<ShellArray> array = shell.state().variables().array(name);
    if (array.isPresent()) {
      boolean indexed = array.get().kind() == ShellArray.Kind.INDEXED;
      String key = indexed ? String.valueOf(shell.number(subscript)) : subscript;
      array.get().elements().remove(key);
    }
  }
}
