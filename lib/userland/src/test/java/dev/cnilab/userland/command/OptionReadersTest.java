package dev.cnilab.userland.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each option that a command takes is read by that command, or by a type of its package that it
 * names; what changes nothing is in {@link Options#idle}, and everything else is refused by name.
 */
class OptionReadersTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern TAKEN =
      Pattern.compile(
          "Options\\s*\\.of\\(\\s*\\w+,\\s*(\"[^\"]*\"|[A-Z_]+)((?:,\\s*\"[^\"]*\")*)\\s*\\)");
  private static final Pattern SEVERAL =
      Pattern.compile("\\.last\\(\"([^\"]*)\"|\"([^\"]*)\"\\.charAt");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

  @Test
  void every_declared_option_is_read_by_its_command() throws IOException {
    List<String> unread = new ArrayList<>();
    int commands = 0;
    for (Path file : javaFiles(SOURCES)) {
      String source = Files.readString(file);
      for (MatchResult taken : TAKEN.matcher(source).results().toList()) {
        commands++;
        check(file, source, taken, unread);
      }
    }
    assertThat(commands).isGreaterThan(90);
    assertThat(unread).isEmpty();
  }

  private static void check(Path file, String source, MatchResult taken, List<String> unread)
      throws IOException {
    String letters = letters(source, taken.group(1));
    String readers = readers(file, source.replace(taken.group(), ""));
    String several =
        String.join(
            "",
            SEVERAL
                .matcher(readers)
                .results()
                .map(each -> each.group(1) == null ? each.group(2) : each.group(1))
                .toList());
    for (char letter : letters.toCharArray()) {
      if (!readers.contains("'" + letter + "'") && several.indexOf(letter) < 0) {
        unread.add(file.getFileName() + " -" + letter);
      }
    }
    for (MatchResult name : WORD.matcher(taken.group(2)).results().toList()) {
      if (!readers.contains(name.group())) {
        unread.add(file.getFileName() + " --" + name.group(1));
      }
    }
  }

  /** The letters: given as they are, or as a constant. */
  private static String letters(String source, String argument) {
    if (argument.startsWith("\"")) {
      return argument.substring(1, argument.length() - 1);
    }
    Matcher constant = Pattern.compile(argument + " = \"([^\"]*)\"").matcher(source);
    return constant.find() ? constant.group(1) : "";
  }

  private static String readers(Path file, String source) throws IOException {
    StringBuilder all = new StringBuilder(source);
    for (Path other : javaFiles(file.getParent())) {
      String name = other.getFileName().toString().replace(".java", "");
      if (!other.equals(file)
          && other.getParent().equals(file.getParent())
          && Pattern.compile("\\b" + name + "\\b").matcher(source).find()) {
        all.append(Files.readString(other));
      }
    }
    return all.toString();
  }

  private static List<Path> javaFiles(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(each -> each.toString().endsWith(".java")).toList();
    }
  }
}
