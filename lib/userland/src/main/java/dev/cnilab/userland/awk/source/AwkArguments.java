package dev.cnilab.userland.awk.source;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a call.
 *
 * @param program the program's text; empty if there is none
 * @param files the other words, some of which may be assignments
 */
public record AwkArguments(
    Optional<String> program,
    Optional<String> separator,
    Map<String, String> variables,
    List<String> files) {
  public static AwkArguments parse(Process process) throws IOException {
    List<String> words = new ArrayList<>(process.arguments());
    words.removeFirst();
    Optional<String> program = Optional.empty();
    Optional<String> separator = Optional.empty();
    Map<String, String> variables = new LinkedHashMap<>();
    while (!words.isEmpty() && words.getFirst().matches("-.+")) {
      String option = words.removeFirst();
      if (option.equals("--")) {
        break;
      } else if (!option.matches("-[Ffv].*")) {
        throw new ProgramException(2, "not an option: " + option);
      }
      String value = option.substring(2);
      if (value.isEmpty() && !words.isEmpty()) {
        value = words.removeFirst();
      }
      switch (option.charAt(1)) {
        case 'F' -> separator = Optional.of(value);
        case 'f' ->
            program =
                Optional.of(program.map(each -> each + "\n").orElse("") + text(process, value));
        default -> {
          String[] assignment = value.split("=", 2);
          variables.put(
              assignment[0], assignment.length == 2 ? StringLiterals.value(assignment[1]) : "");
        }
      }
    }
    if (program.isEmpty() && !words.isEmpty()) {
      program = Optional.of(words.removeFirst());
    }
    return new AwkArguments(program, separator, variables, List.copyOf(words));
  }

  private static String text(Process process, String file) throws IOException {
    try (InputStream in =
        file.equals("-") ? process.in() : Descriptor.open(process, file, OpenMode.READ).in()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileException failed) {
      throw new ProgramException(2, "cannot open " + file + " (" + failed.error().text() + ")");
    }
  }
}
