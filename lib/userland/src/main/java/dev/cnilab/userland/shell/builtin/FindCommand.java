package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Builtins;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code command} and {@code type}: how a name is interpreted. */
final class FindCommand implements Builtin {
  private static final Set<String> KEYWORDS =
      Set.of(
          "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in",
          "then", "until", "while");

  private static final Set<String> OF_BASH =
      Set.of("[[", "]]", "function", "time", "select", "coproc");

  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    List<String> rest = words.subList(1, words.size());
    if (!rest.isEmpty() && rest.getFirst().equals("-p")) {
      rest = rest.subList(1, rest.size());
    }
    if (rest.isEmpty()) {
      return 0;
    } else if (rest.getFirst().equals("-v") || rest.getFirst().equals("-V")) {
      boolean all = shell.state().dialect() == ShellDialect.BASH;
      int status = 0;
      for (String name : rest.subList(1, all ? rest.size() : Math.min(2, rest.size()))) {
        status = Math.max(status, locate(shell, name, rest.getFirst()));
      }
      return status;
    }
    Optional<Builtin> builtin = shell.builtins().find(rest.getFirst());
    return builtin.isPresent() ? shell.runBuiltin(builtin.get(), rest) : shell.runExecutable(rest);
  }

  static int type(Interpreter shell, List<String> words) {
    int status = 0;
    boolean kind =
        shell.state().dialect() == ShellDialect.BASH
            && words.size() > 1
            && words.get(1).equals("-t");
    for (String name : words.subList(kind ? 2 : 1, words.size())) {
      status = Math.max(status, kind ? kind(shell, name) : locate(shell, name, "-V"));
    }
    return status;
  }

  /** The kind of a name, as one word; {@code type -t} of bash. */
  private static int kind(Interpreter shell, String name) {
    Optional<String> kind =
        KEYWORDS.contains(name) || OF_BASH.contains(name)
            ? Optional.of("keyword")
            : shell.state().functions().containsKey(name)
                ? Optional.of("function")
                : shell.builtins().find(name).isPresent()
                    ? Optional.of("builtin")
                    : path(shell, name).map(file -> "file");
    kind.ifPresent(shell.process().out()::println);
    return kind.isPresent() ? 0 : 1;
  }

  private static int locate(Interpreter shell, String name, String how) {
    boolean brief = how.equals("-v");
    Optional<String> path = path(shell, name);
    boolean bash = shell.state().dialect() == ShellDialect.BASH;
    boolean isKeyword = KEYWORDS.contains(name) || (bash && OF_BASH.contains(name));
    String alias = shell.state().aliases().get(name);
    String text;
    if (alias != null && !isKeyword) {
      text = ofAlias(shell, name, alias, brief);
    } else if (isKeyword) {
      text = brief ? name : name + " is a shell keyword";
    } else if (shell.state().functions().containsKey(name)) {
      text = brief ? name : name + (bash ? " is a function" : " is a shell function");
    } else if (!bash && Builtins.isSpecial(name) && shell.builtins().find(name).isPresent()) {
      text = brief ? name : name + " is a special shell builtin";
    } else if (shell.builtins().find(name).isPresent()) {
      text = brief ? name : name + " is a shell builtin";
    } else if (path.isPresent()) {
      text = brief ? path.get() : name + " is " + path.get();
    } else {
      if (!brief && bash) {
        shell.error("type: " + name + ": not found");
      } else if (!brief) {
        shell.process().out().println(name + ": not found");
      }
      return bash ? 1 : 127;
    }
    shell.process().out().println(text);
    return 0;
  }

  private static String ofAlias(Interpreter shell, String name, String alias, boolean brief) {
    String definition = AliasBuiltins.shown(shell, name, alias);
    if (brief) {
      return definition.startsWith("alias ") ? definition : "alias " + definition;
    }
    return shell.state().dialect() == ShellDialect.BASH
        ? name + " is aliased to `" + alias + "'"
        : name + " is an alias for " + alias;
  }

  private static Optional<String> path(Interpreter shell, String name) {
    Process process = shell.process();
    String search = shell.state().variables().get("PATH").orElse("");
    try {
      return Optional.of(Executables.find(process, search, name));
    } catch (FileException none) {
      return Optional.empty();
    }
  }
}
