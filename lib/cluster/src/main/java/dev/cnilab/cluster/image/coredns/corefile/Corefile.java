package dev.cnilab.cluster.image.coredns.corefile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Corefile: the servers it defines (github.com/coredns/caddy/caddyfile). */
public record Corefile(List<ServerBlock> blocks) {
  public Corefile {
    blocks = List.copyOf(blocks);
  }

  /**
   * Parses a file without checking the names of plugins.
   *
   * @throws CorefileException if braces do not match
   */
  public static Corefile parse(String path, String text) throws CorefileException {
    List<ServerBlock> blocks = new ArrayList<>();
    Parser parser = new Parser(path, Token.of(text));
    while (parser.hasMore()) {
      blocks.add(parser.block());
    }
    return new Corefile(blocks);
  }

  /** The hash by which the plugin reload tells configurations apart. */
  public String sha512() {
    ArrayNode all = Json.array();
    for (ServerBlock block : blocks) {
      ObjectNode json = all.addObject();
      block.keys().forEach(json.putArray("Keys")::add);
      Map<String, ArrayNode> tokens = new TreeMap<>();
      for (Directive directive : block.directives()) {
        ArrayNode list = tokens.computeIfAbsent(directive.name(), name -> Json.array());
        directive
            .tokens()
            .forEach(
                token ->
                    list.addObject()
                        .put("File", "")
                        .put("Line", token.line())
                        .put("Text", token.text()));
      }
      ObjectNode byName = json.putObject("Tokens");
      tokens.forEach(byName::set);
    }
    return Digest.SHA_512.hex(Json.text(all));
  }

  /** Reads the words of a file one after the other. */
  private static final class Parser {
    private final String path;
    private final List<Token> tokens;
    private int next;

    Parser(String path, List<Token> tokens) {
      this.path = path;
      this.tokens = tokens;
    }

    boolean hasMore() {
      return next < tokens.size();
    }

    ServerBlock block() throws CorefileException {
      List<String> keys = new ArrayList<>();
      int line = tokens.get(next).line();
      while (hasMore() && !tokens.get(next).text().equals("{")) {
        Token key = tokens.get(next);
        boolean continues = keys.isEmpty() || key.line() == line || lastEndsWithComma();
        if (!continues) {
          return withoutBraces(keys);
        }
        line = key.line();
        keys.add(key.text().replaceFirst(",$", ""));
        next++;
      }
      if (!hasMore()) {
        return new ServerBlock(keys, List.of());
      }
      if (keys.isEmpty()) {
        throw error("Unexpected token '{', expecting a server block key");
      }
      next++;
      List<Directive> directives = directives("}");
      next++;
      return new ServerBlock(keys, directives);
    }

    private boolean lastEndsWithComma() {
      return tokens.get(next - 1).text().endsWith(",");
    }

    /** The only block of a file may do without braces. */
    private ServerBlock withoutBraces(List<String> keys) throws CorefileException {
      List<Directive> directives = directives("");
      return new ServerBlock(keys, directives);
    }

    private List<Directive> directives(String end) throws CorefileException {
      List<Directive> directives = new ArrayList<>();
      while (hasMore() && !tokens.get(next).text().equals(end)) {
        directives.add(directive());
      }
      if (!hasMore() && !end.isEmpty()) {
        throw CorefileException.syntax(path, tokens.getLast(), end);
      }
      return directives;
    }

    private Directive directive() throws CorefileException {
      List<Token> own = new ArrayList<>();
      int depth = 0;
      int line = tokens.get(next).line();
      while (hasMore()) {
        Token token = tokens.get(next);
        if (depth == 0 && token.line() != line) {
          break;
        }
        if (depth == 0 && token.text().equals("}")) {
          throw error("Unexpected '}' because no matching opening brace");
        }
        depth += token.text().equals("{") ? 1 : 0;
        depth -= token.text().equals("}") ? 1 : 0;
        own.add(token);
        line = token.line();
        next++;
      }
      if (depth > 0) {
        throw error("Unexpected EOF");
      }
      return new Directive(path, own);
    }

    private CorefileException error(String what) {
      return CorefileException.at(path, tokens.get(Math.min(next, tokens.size() - 1)).line(), what);
    }
  }
}
