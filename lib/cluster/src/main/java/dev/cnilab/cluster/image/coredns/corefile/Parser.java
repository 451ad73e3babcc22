package dev.cnilab.cluster.image.coredns.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the words of a file one after the other; what is imported takes the place of its import.
 */
final class Parser {
  private final String path;
  private final List<CorefileToken> tokens;
  private final Imports imports;
  private int next;

  Parser(String path, List<CorefileToken> tokens, Imports imports) {
    this.path = path;
    this.tokens = new ArrayList<>(tokens);
    this.imports = imports;
  }

  List<ServerBlock> blocks() throws CorefileException {
    List<ServerBlock> blocks = new ArrayList<>();
    while (hasMore()) {
      List<String> keys = keys();
      if (keys.size() == 1 && keys.getFirst().matches("\\(.*\\)")) {
        snippet(keys.getFirst().replaceAll("^\\(|\\)$", ""));
      } else if (!keys.isEmpty() || hasMore()) {
        blocks.add(block(keys));
      }
    }
    return blocks;
  }

  private boolean hasMore() {
    return next < tokens.size();
  }

  private boolean isAt(String text) {
    return hasMore() && tokens.get(next).text().equals(text);
  }

  private boolean isAtImport() {
    return isAt("import") && (next == 0 || tokens.get(next).beginsLine(tokens.get(next - 1)));
  }

  private List<String> keys() throws CorefileException {
    List<String> keys = new ArrayList<>();
    while (hasMore() && !isAt("{")) {
      if (isAtImport()) {
        doImport();
        continue;
      }
      CorefileToken key = tokens.get(next);
      boolean continues =
          keys.isEmpty()
              || !key.beginsLine(tokens.get(next - 1))
              || tokens.get(next - 1).text().endsWith(",");
      if (!continues) {
        break;
      }
      keys.add(key.text().replaceFirst(",$", ""));
      next++;
    }
    return keys;
  }

  private void snippet(String name) throws CorefileException {
    if (!isAt("{")) {
      throw CorefileException.syntax(path, tokens.get(Math.min(next, tokens.size() - 1)), "{");
    }
    next++;
    List<CorefileToken> content = new ArrayList<>();
    int depth = 1;
    while (hasMore()) {
      CorefileToken token = tokens.get(next++);
      depth += token.text().equals("{") ? 1 : 0;
      depth -= token.text().equals("}") ? 1 : 0;
      if (depth == 0) {
        imports.define(name, content, token);
        return;
      }
      content.add(token);
    }
    throw CorefileException.syntax(path, tokens.getLast(), "}");
  }

  private ServerBlock block(List<String> keys) throws CorefileException {
    if (!hasMore()) {
      return new ServerBlock(keys, List.of());
    }
    if (!isAt("{")) {
      return new ServerBlock(keys, directives("")); // the only block of a file needs no braces
    }
    if (keys.isEmpty()) {
      throw error("Unexpected token '{', expecting a server block key");
    }
    next++;
    List<Directive> directives = directives("}");
    next++;
    return new ServerBlock(keys, directives);
  }

  private List<Directive> directives(String end) throws CorefileException {
    List<Directive> directives = new ArrayList<>();
    while (hasMore() && !isAt(end)) {
      if (isAt("import")) {
        doImport();
      } else {
        directives.add(directive());
      }
    }
    if (!hasMore() && !end.isEmpty()) {
      throw CorefileException.syntax(path, tokens.getLast(), end);
    }
    return directives;
  }

  private Directive directive() throws CorefileException {
    List<CorefileToken> own = new ArrayList<>();
    int depth = 0;
    CorefileToken before = tokens.get(next);
    while (hasMore()) {
      CorefileToken token = tokens.get(next);
      if (depth == 0 && token.beginsLine(before)) {
        break;
      }
      if (depth > 0 && isAtImport()) {
        doImport();
        continue;
      }
      if (depth == 0 && token.text().equals("}")) {
        throw error("Unexpected '}' because no matching opening brace");
      }
      depth += token.text().equals("{") ? 1 : 0;
      depth -= token.text().equals("}") ? 1 : 0;
      own.add(token);
      before = token;
      next++;
    }
    if (depth > 0) {
      throw error("Unexpected EOF");
    }
    String file = own.getFirst().file();
    return new Directive(file.isEmpty() ? path : file, own);
  }

  /** Puts the imported words in the place of the import. */
  private void doImport() throws CorefileException {
    List<CorefileToken> line = new ArrayList<>();
    for (CorefileToken token : tokens.subList(next, tokens.size())) {
      if (!line.isEmpty() && token.beginsLine(line.getLast())) {
        break;
      }
      line.add(token);
    }
    List<CorefileToken> imported = imports.of(line);
    tokens.subList(next, next + line.size()).clear();
    tokens.addAll(next, imported);
  }

  private CorefileException error(String what) {
    CorefileToken at = tokens.get(Math.min(next, tokens.size() - 1));
    return CorefileException.at(at.file().isEmpty() ? path : at.file(), at.line(), what);
  }
}
