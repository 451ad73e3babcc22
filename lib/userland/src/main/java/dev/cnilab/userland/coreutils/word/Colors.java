package dev.cnilab.userland.coreutils.word;

import java.util.List;

/** The option {@code --color}, of which only {@code always} has an effect here. */
public final class Colors {
  private Colors() {}

  /** The remaining arguments if it does not ask for colors. */
  public static List<String> without(List<String> arguments) {
    return arguments.stream().filter(each -> !each.matches("--colou?r=(auto|never)")).toList();
  }
}
