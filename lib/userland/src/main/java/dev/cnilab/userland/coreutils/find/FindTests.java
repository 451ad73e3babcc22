package dev.cnilab.userland.coreutils.find;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The tests of {@code find}: what they ask of a file. */
final class FindTests {
  private final Invocation call;
  private final FindWords words;

  FindTests(Invocation call, FindWords words) {
    this.call = call;
    this.words = words;
  }

  /** Reads the argument of a test; empty if there is no test of that name. */
  Optional<Primary> read(String word) throws ProgramException {
    Primary test =
        switch (word) {
          case "-name", "-iname" -> {
            String pattern = words.argument(word);
            yield visited ->
                word.equals("-name")
                    ? ShellPattern.matches(pattern, visited.name())
                    : ShellPattern.matches(
                        pattern.toLowerCase(Locale.ROOT), visited.name().toLowerCase(Locale.ROOT));
          }
          case "-path", "-wholename" -> {
            String pattern = words.argument(word);
            yield visited -> ShellPattern.matches(pattern, visited.path());
          }
          case "-type" -> {
            String types = words.argument(word);
            yield visited -> {
              char letter = visited.status().type().letter();
              return types.indexOf(letter == '-' ? 'f' : letter) >= 0;
            };
          }
          case "-newer" -> {
            String reference = words.argument(word);
            FileStatus other;
            try {
              other = call.files().status(call.resolve(reference));
            } catch (FileException failed) {
              throw call.failure(1, Invocation.quote(reference) + ": " + failed.error().text());
            }
            yield visited -> visited.status().modified().isAfter(other.modified());
          }
          case "-mmin", "-mtime" ->
              age(
                  words.argument(word),
                  word.equals("-mmin") ? Duration.ofMinutes(1) : Duration.ofDays(1));
          case "-empty" -> this::isEmpty;
          case "-true" -> visited -> true;
          case "-false" -> visited -> false;
          default -> null;
        };
    return Optional.ofNullable(test);
  }

  private Primary age(String text, Duration unit) throws ProgramException {
    if (!text.matches("[-+]?\\d{1,6}")) {
      throw call.failure(1, "invalid argument `" + text + "' to `-mtime'");
    }
    long wanted = Math.abs(Long.parseLong(text));
    return visited -> {
      Duration age = Duration.between(visited.status().modified(), call.process().now());
      long units = age.dividedBy(unit);
      return text.startsWith("+")
          ? units > wanted
          : text.startsWith("-") ? units < wanted : units == wanted;
    };
  }

  private boolean isEmpty(Visited visited) throws IOException {
    return visited.status().isDirectory()
        ? call.files().list(call.resolve(visited.path())).isEmpty()
        : visited.status().size() == 0;
  }
}
