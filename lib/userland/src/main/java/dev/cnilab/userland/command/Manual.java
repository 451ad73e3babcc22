package dev.cnilab.userland.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The manual of a Debian command.
 *
 * @param name the command
 * @param mistake its exit status for invalid arguments
 * @param hint the lines after the message about them; empty if there are none
 * @param version the output of {@code --version} without the final newline; empty if it has no such
 *     option
 * @param options all options in its manual, whether supported here or not
 */
public record Manual(
    String name, int mistake, String hint, String version, List<ManualOption> options) {
  private static final String RESOURCE = "manuals.txt";
  private static final Map<String, Manual> ALL = all();

  /** Lines of the version of every GNU program, preceded by the year. */
  private static final String GNU =
      """
      Copyright (C) $1 Free Software Foundation, Inc.
      License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
      This is free software: you are free to change and redistribute it.
      There is NO WARRANTY, to the extent permitted by law.\
      """;

  /**
   * The manual of a command.
   *
   * @param path its name or its path, perhaps after a shell's prefix
   * @throws IllegalArgumentException if there is none, because {@code manuals.txt} lacks a line
   */
  public static Manual of(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(' ')) + 1);
    Manual manual = ALL.get(name);
    if (manual == null) {
      throw new IllegalArgumentException(name + " has no line in " + RESOURCE);
    }
    return manual;
  }

  /** The output of {@code --help}, if it was recorded. */
  Optional<String> help() {
    String path = "help/" + name + ".txt";
    return Manual.class.getResource(path) == null ? Optional.empty() : Optional.of(resource(path));
  }

  /** The usage text, with the final newline, from the command's resource. */
  public static String usage(String name) {
    return resource("usage/" + name + ".txt");
  }

  private static Map<String, Manual> all() {
    Map<String, Manual> all = new HashMap<>();
    for (String line : resource(RESOURCE).lines().filter(each -> !each.startsWith("#")).toList()) {
      Manual manual = parse(line.split(" \\| ?", -1));
      all.put(manual.name(), manual);
    }
    return all;
  }

  private static Manual parse(String[] cells) {
    String name = cells[0];
    List<ManualOption> options = new ArrayList<>();
    for (String each : cells[4].isEmpty() ? new String[0] : cells[4].split(" ")) {
      options.add(ManualOption.parse(each));
    }
    return new Manual(
        name, Integer.parseInt(cells[1]), hint(name, cells[2]), version(name, cells[3]), options);
  }

  private static String hint(String name, String cell) {
    return switch (cell) {
      case "-" -> "";
      case "try" -> "\nTry '" + name + " --help' for more information.";
      case "usage" -> "\n" + usage(name).replaceFirst("\n$", "");
      default -> "\n" + cell.replace("\\n", "\n");
    };
  }

  private static String version(String name, String cell) {
    String suite = cell.split(" ", 2)[0];
    String text =
        switch (suite) {
          case "-" -> "";
          case "procps" -> name + " from procps-ng 4.0.2";
          case "util-linux" -> name + " from util-linux 2.38.1";
          case "coreutils" ->
              name
                  + " (GNU coreutils) 9.1\n{gnu 2022}\n\nWritten by "
                  + cell.substring(suite.length() + 1).replace("\\n", "\n");
          default -> cell.replace("\\n", "\n");
        };
    return text.replaceFirst("\\{gnu (\\d+)}", GNU);
  }

  private static String resource(String name) {
    try (InputStream in = Manual.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
