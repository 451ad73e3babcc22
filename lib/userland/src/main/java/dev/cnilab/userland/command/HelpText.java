package dev.cnilab.userland.command;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code --help} prints: the supported options.
 *
 * @param obeyed the options of the manual that the command supports
 */
record HelpText(Manual manual, Set<ManualOption> obeyed) {

  String text() {
    String lines =
        manual.options().stream()
            .filter(each -> obeyed.contains(each) || each.names().contains("help"))
            .map(each -> "  " + names(each) + "\n")
            .collect(Collectors.joining());
    return "Usage: " + manual.name() + " [OPTION]... [ARGUMENT]...\nOptions:\n" + lines;
  }

  private static String names(ManualOption option) {
    String argument =
        switch (option.argument()) {
          case NONE -> "";
          case REQUIRED -> " ARG";
          case OPTIONAL -> "[=ARG]";
        };
    return Stream.concat(
                option.letters().stream().map(each -> "-" + each),
                option.names().stream().map(each -> "--" + each))
            .collect(Collectors.joining(", "))
        + argument;
  }
}
