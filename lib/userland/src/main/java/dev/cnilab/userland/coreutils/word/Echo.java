package dev.cnilab.userland.coreutils.word;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import java.util.List;

/** {@code echo}. */
public final class Echo implements Command {
  private final Escapes unlessAsked;

  /** Whether backslash escapes are interpreted without {@code -e}. */
  public enum Escapes {
    /** As in dash's builtin, whose only option is {@code -n}. */
    INTERPRETED,
    /** As in coreutils, bash and busybox. */
    LITERAL
  }

  public Echo(Escapes unlessAsked) {
    this.unlessAsked = unlessAsked;
  }

  @Override
  public int run(Invocation call) {
    String known = unlessAsked == Escapes.INTERPRETED ? "n" : "neE";
    boolean newline = true;
    boolean interpret = unlessAsked == Escapes.INTERPRETED;
    List<String> words = call.arguments();
    while (!words.isEmpty() && words.getFirst().matches("-[" + known + "]+")) {
      for (char option : words.getFirst().substring(1).toCharArray()) {
        newline &= option != 'n';
        interpret = option == 'e' || (option != 'E' && interpret);
      }
      words = words.subList(1, words.size());
    }
    String text = String.join(" ", words);
    if (interpret) {
      BackslashText escaped = BackslashText.ofEcho(newline ? text + "\n" : text);
      call.out().write(escaped.bytes());
    } else {
      call.out().print(newline ? text + "\n" : text);
    }
    return 0;
  }
}
