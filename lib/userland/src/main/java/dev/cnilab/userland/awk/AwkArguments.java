package dev.cnilab.userland.awk;

import dev.cnilab.userland.process.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a call.
 *
 * @param program its text; empty if there is none
 */
record AwkArguments(
    Optional<String> program,
    Optional<String> separator,
    Map<String, String> variables,
    List<String> files) {
  static AwkArguments parse(Process process) throws IOException {
    List<String> words = new ArrayList<>(process.arguments());
    words.removeFirst();
    Optional<String> program = Optional.empty();
    Optional<String> separator = Optional.empty();
    Map<String, String> variables = new LinkedHashMap<>();
    while (!words.isEmpty() && words.getFirst().matches("-[Ffv].*")) {
      String option = words.removeFirst();
      String value = option.substring(2);
      if (value.isEmpty() && !words.isEmpty()) {
        value = words.removeFirst();
      }
      switch (option.charAt(1)) {
        case 'F' -> separator = Optional.of(value);
        case 'f' -> program = Optional.of(process.files().readText(process.resolve(value)));
        default -> {
          String[] assignment = value.split("=", 2);
          variables.put(assignment[0], assignment.length == 2 ? assignment[1] : "");
        }
      }
    }
    if (program.isEmpty() && !words.isEmpty()) {
      program = Optional.of(words.removeFirst());
    }
    return new AwkArguments(program, separator, variables, List.copyOf(words));
  }

  /** What the files hold, or else standard input. */
  byte[] input(Process process) throws IOException {
    if (files.isEmpty()) {
      return process.in().readAllBytes();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String file : files) {
      all.writeBytes(
          file.equals("-")
              ? process.in().readAllBytes()
              : process.files().read(process.resolve(file)));
    }
    return all.toByteArray();
  }
}
