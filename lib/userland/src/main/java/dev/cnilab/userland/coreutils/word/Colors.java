package dev.cnilab.userland.coreutils.word;

import java.util.List;

/** The option {@code --color}, of which nothing but {@code always} means anything here. */
public final class Colors {
  private Colors() {}

  /** The arguments that are left when it asks for no colors. */
  public static List<String> without(List<String> arguments) {
    return arguments.stream().filter(each -> !each.matches("--colou?r=(auto|never)")).toList();
  }
}
