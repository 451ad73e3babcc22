package dev.cnilab.lab.diagnosis.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server block of a Corefile.
 *
 * @param zones the zones and ports of its header, as written
 * @param directives its plugins, in order
 */
record ServerBlock(List<String> zones, List<Directive> directives) {

  ServerBlock {
    zones = List.copyOf(zones);
    directives = List.copyOf(directives);
  }

  /**
   * A plugin's line.
   *
   * @param words of the line, without the opening brace
   * @param body the lines of its own block
   */
  record Directive(List<String> words, List<String> body) {

    Directive {
      words = List.copyOf(words);
      body = List.copyOf(body);
    }

    String name() {
      return words.getFirst();
    }

    /** Whether a line of its block begins with a word. */
    boolean has(String word) {
      return body.stream().anyMatch(line -> line.equals(word) || line.startsWith(word + " "));
    }

    /** The line as it is written. */
    @Override
    public String toString() {
      return String.join(" ", words);
    }
  }

  /** The directives of a name. */
  Stream<Directive> all(String name) {
    return directives.stream().filter(each -> each.name().equals(name));
  }

  /** The port of each zone; 53 if it names none. */
  Stream<String> ports() {
    return zones.stream()
        .map(zone -> zone.matches(".*:\\d+") ? zone.replaceFirst(".*:", "") : "53");
  }

  /** The server blocks of a Corefile, without its snippets. */
  static List<ServerBlock> of(String corefile) {
    List<ServerBlock> blocks = new ArrayList<>();
    List<String> zones = List.of();
    List<Directive> directives = new ArrayList<>();
    List<String> words = List.of();
    List<String> body = new ArrayList<>();
    int depth = 0;
    for (String line : corefile.lines().map(ServerBlock::plain).toList()) {
      if (line.isEmpty()) {
        continue;
      }
      boolean opens = line.endsWith("{");
      String text = opens ? line.substring(0, line.length() - 1).strip() : line;
      if (line.equals("}")) {
        depth--;
        if (depth == 1) {
          directives.add(new Directive(words, body));
        } else if (depth == 0 && zones.stream().noneMatch(zone -> zone.startsWith("("))) {
          blocks.add(new ServerBlock(zones, directives));
        }
      } else if (depth == 0) {
        zones = List.of(text.split("[\\s,]+", -1));
        directives.clear();
      } else if (depth == 1) {
        words = List.of(text.split("\\s+", -1));
        body.clear();
        if (!opens) {
          directives.add(new Directive(words, List.of()));
        }
      } else {
        body.add(text);
      }
      depth += opens ? 1 : 0;
    }
    return blocks;
  }

  private static String plain(String line) {
    return line.replaceFirst("(^|\\s)#.*", "").strip();
  }
}
