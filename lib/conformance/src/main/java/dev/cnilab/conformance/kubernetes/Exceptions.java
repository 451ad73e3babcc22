package dev.cnilab.conformance.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Commands with a known different answer, each with a count and the reason; read from
 * exceptions.txt.
 */
record Exceptions(List<Known> known) {
  /**
   * A command that differs.
   *
   * @param transcript its name
   * @param command its first line, with the prompt
   * @param count how many commands of the transcript with this line differ
   */
  record Known(String transcript, String command, int count, String reason) {
    static Known parse(String line) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 4 || !fields[2].matches("[1-9]\\d*") || fields[3].isBlank()) {
        throw new IllegalArgumentException(
            "exceptions.txt: \"" + line + "\" is not: transcript, command, count, reason");
      }
      return new Known(fields[0], fields[1], Integer.parseInt(fields[2]), fields[3]);
    }

    boolean isAbout(String name, String what) {
      return transcript.equals(name) && what.equals(command);
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

  /**
   * The known reason why a command of a transcript differs.
   *
   * @param before how many with the same line have differed before it in the transcript
   */
  Optional<String> reason(String transcript, String what, int before) {
    return known.stream()
        .filter(each -> each.isAbout(transcript, what) && before < each.count())
        .map(Known::reason)
        .findFirst();
  }
}
