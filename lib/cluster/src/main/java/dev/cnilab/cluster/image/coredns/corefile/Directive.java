package dev.cnilab.cluster.image.coredns.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a server block that names a plugin, with its optional block.
 *
 * @param path of the file, for errors
 * @param tokens all of them, the name first
 */
public record Directive(String path, List<CorefileToken> tokens) {
  /** A line of the directive's block. */
  public record Property(String name, int line, List<String> arguments) {}

  public Directive {
    tokens = List.copyOf(tokens);
  }

  public String name() {
    return tokens.getFirst().text();
  }

  public int line() {
    return tokens.getFirst().line();
  }

  /** The words after the name, on its line. */
  public List<String> arguments() {
    return tokens.stream()
        .skip(1)
        .takeWhile(token -> !token.text().equals("{"))
        .map(CorefileToken::text)
        .toList();
  }

  /** The lines between the braces. */
  public List<Property> properties() {
    List<Property> properties = new ArrayList<>();
    int open = tokens.stream().map(CorefileToken::text).toList().indexOf("{");
    if (open < 0) {
      return properties;
    }
    List<CorefileToken> line = new ArrayList<>();
    for (CorefileToken token : tokens.subList(open + 1, tokens.size() - 1)) {
      if (!line.isEmpty() && token.line() != line.getFirst().line()) {
        properties.add(property(line));
        line.clear();
      }
      line.add(token);
    }
    if (!line.isEmpty()) {
      properties.add(property(line));
    }
    return properties;
  }

  private static Property property(List<CorefileToken> line) {
    return new Property(
        line.getFirst().text(),
        line.getFirst().line(),
        line.stream().skip(1).map(CorefileToken::text).toList());
  }

  /** Caddy's {@code ArgErr} for a line of this directive. */
  public CorefileException wrongArguments(int line, String after) {
    boolean opens = after.equals(name()) && tokens.size() > 1 && tokens.get(1).text().equals("{");
    return error(
        line,
        opens
            ? "Unexpected token '{', expecting argument"
            : "Wrong argument count or unexpected line ending after '" + after + "'");
  }

  /** An error at a line, prefixed with the plugin's name. */
  public CorefileException error(int line, String what) {
    return refusal(CorefileException.at(path, line, what).text());
  }

  /** An error of the plugin without a line number. */
  public CorefileException refusal(String what) {
    return new CorefileException("plugin/" + name() + ": " + what);
  }
}
