package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.builtin.control.NumericArguments;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.stream.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code mapfile}: the lines of standard input as an array. */
final class ReadLines implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    boolean strips = false;
    String delimiter = "\n";
    long most = Long.MAX_VALUE;
    long skipped = 0;
    int at = 1;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at++);
      switch (option) {
        case "-t" -> strips = true;
        case "-d", "-n", "-s" -> {
          if (at == words.size()) {
            throw new ShellException(2, option + ": option requires an argument");
          }
          String value = words.get(at++);
          if (option.equals("-d")) {
            delimiter = value.isEmpty() ? "\0" : value.substring(0, 1);
          } else if (option.equals("-s")) {
            skipped = NumericArguments.parse(value);
          } else {
            most =
                NumericArguments.parse(value) == 0 ? Long.MAX_VALUE : NumericArguments.parse(value);
          }
        }
        default -> throw new ShellException(2, option + ": not supported here");
      }
    }
    String name = at < words.size() ? words.get(at) : "MAPFILE";
    VariableBuiltins.requireName(name);
    ShellArray lines = new ShellArray(ShellArray.Kind.INDEXED);
    Input in = shell.process().in();
    for (String line = next(in, delimiter.charAt(0));
        !line.isEmpty() && lines.elements().size() < most;
        line = next(in, delimiter.charAt(0))) {
      if (skipped-- <= 0) {
        lines.add(strips && line.endsWith(delimiter) ? line.substring(0, line.length() - 1) : line);
      }
    }
    shell.state().variables().setArray(name, lines);
    return 0;
  }

  /** The next line with its delimiter; "" at the end of the input, which an error is too. */
  private static String next(Input in, char delimiter) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        line.write(c);
        if (c == delimiter) {
          break;
        }
      }
    } catch (IOException unreadable) { // bash's zgetline does not report this
      return line.toString(StandardCharsets.UTF_8);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
