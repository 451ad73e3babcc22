package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.util.List;
import java.util.Map;

/** {@code alias} and {@code unalias}. */
final class AliasBuiltins {
  private AliasBuiltins() {}

  static void addTo(Map<String, Builtin> all) {
    all.put("alias", AliasBuiltins::alias);
    all.put("unalias", AliasBuiltins::unalias);
  }

  private static int alias(Interpreter shell, List<String> words) {
    Map<String, String> aliases = shell.state().aliases();
    boolean all = words.size() == 1 || (isBash(shell) && words.get(1).equals("-p"));
    if (all) {
      aliases.forEach((name, text) -> shell.process().out().println(shown(shell, name, text)));
      return 0;
    }
    int status = 0;
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=', 1);
      if (equals > 0) {
        aliases.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (aliases.containsKey(word)) {
        shell.process().out().println(shown(shell, word, aliases.get(word)));
      } else {
        status = unknown(shell, "alias", word);
      }
    }
    return status;
  }

  /** The definition in a form that can be typed. */
  static String shown(Interpreter shell, String name, String text) {
    String quoted = "'" + text.replace("'", isBash(shell) ? "'\\''" : "'\"'\"'") + "'";
    return (isBash(shell) ? "alias " : "") + name + "=" + quoted;
  }

  private static int unalias(Interpreter shell, List<String> words) {
    Map<String, String> aliases = shell.state().aliases();
    if (words.size() == 1 && isBash(shell)) {
      shell.process().err().println("unalias: usage: unalias [-a] name [name ...]");
      return 2;
    } else if (words.size() > 1 && words.get(1).equals("-a")) {
      aliases.clear();
      return 0;
    }
    int status = 0;
    for (String name : words.subList(1, words.size())) {
      if (aliases.remove(name) == null) {
        status = unknown(shell, "unalias", name);
      }
    }
    return status;
  }

  private static boolean isBash(Interpreter shell) {
    return shell.state().dialect() == ShellDialect.BASH;
  }

  private static int unknown(Interpreter shell, String command, String name) {
    if (isBash(shell)) {
      shell.error(command + ": " + name + ": not found");
    } else {
      shell.process().err().println(command + ": " + name + " not found");
    }
    return 1;
  }
}
