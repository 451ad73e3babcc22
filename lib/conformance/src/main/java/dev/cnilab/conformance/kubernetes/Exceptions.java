package dev.cnilab.conformance.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Commands that are known to answer differently, each with the reason; read from exceptions.txt.
 * One that agrees after all is reported, so that the list stays true.
 */
record Exceptions(List<Known> known) {
  /**
   * A command that differs.
   *
   * @param transcript its name
   * @param command how it begins, with the prompt
   */
  record Known(String transcript, String command, String reason) {
    static Known parse(String line) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3 || fields[2].isBlank()) {
        throw new IllegalArgumentException(
            "exceptions.txt: \"" + line + "\" is not: transcript, command, reason");
      }
      return new Known(fields[0], fields[1], fields[2]);
    }

    boolean isAbout(String name, String what) {
      return transcript.equals(name) && what.startsWith(command);
    }
  }

  static Exceptions read() {
    try (InputStream in = Exceptions.class.getResourceAsStream("exceptions.txt")) {
      if (in == null) {
        throw new IllegalStateException("exceptions.txt is not beside " + Exceptions.class);
      }
      return new Exceptions(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Known::parse)
              .toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Why a command of a transcript differs, if that is known. */
  Optional<String> reason(String transcript, String what) {
    return known.stream()
        .filter(each -> each.isAbout(transcript, what))
        .map(Known::reason)
        .findFirst();
  }
}
