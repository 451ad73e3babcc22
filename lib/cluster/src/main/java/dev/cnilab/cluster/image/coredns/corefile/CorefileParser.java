package dev.cnilab.cluster.image.coredns.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the words of a file one after the other; what is imported takes the place of its import.
 */
final class CorefileParser {
  private final String path;
  private final Words words;
  private final CorefileImports imports;

  CorefileParser(String path, List<CorefileToken> tokens, CorefileImports imports) {
    this.path = path;
    this.words = new Words(tokens);
    this.imports = imports;
  }

  List<ServerBlock> blocks() throws CorefileException {
    List<ServerBlock> blocks = new ArrayList<>();
    while (words.hasMore()) {
      List<String> keys = keys();
      if (keys.size() == 1 && keys.getFirst().matches("\\(.*\\)")) {
        snippet(keys.getFirst().replaceAll("^\\(|\\)$", ""));
      } else if (!keys.isEmpty() || words.hasMore()) {
        blocks.add(block(keys));
      }
    }
    return blocks;
  }

  private boolean isAtImport() {
    return words.isAt("import") && words.isAtNewLine();
  }

  private List<String> keys() throws CorefileException {
    List<String> keys = new ArrayList<>();
    while (words.hasMore() && !words.isAt("{")) {
      if (isAtImport()) {
        doImport();
        continue;
      }
      boolean continues =
          keys.isEmpty() || !words.isAtNewLine() || words.previous().text().endsWith(",");
      if (!continues) {
        break;
      }
      keys.add(words.next().text().replaceFirst(",$", ""));
    }
    return keys;
  }

  private void snippet(String name) throws CorefileException {
    if (!words.isAt("{")) {
      throw syntax("{");
    }
    imports.requireNew(name, words.next());
    List<CorefileToken> content = new ArrayList<>();
    int depth = 1;
    while (words.hasMore()) {
      CorefileToken token = words.next();
      depth += token.text().equals("{") ? 1 : 0;
      depth -= token.text().equals("}") ? 1 : 0;
      if (depth == 0) {
        imports.define(name, content, token);
        return;
      }
      content.add(token);
    }
    throw syntax("}");
  }

  private ServerBlock block(List<String> keys) throws CorefileException {
    if (!words.hasMore()) {
      return new ServerBlock(keys, List.of());
    }
    if (!words.isAt("{")) {
      return new ServerBlock(keys, directives("")); // the only block of a file needs no braces
    }
    if (keys.isEmpty()) {
      throw error("Unexpected token '{', expecting a server block key");
    }
    words.next();
    List<Directive> directives = directives("}");
    words.next();
    return new ServerBlock(keys, directives);
  }

  private List<Directive> directives(String end) throws CorefileException {
    List<Directive> directives = new ArrayList<>();
    while (words.hasMore() && !words.isAt(end)) {
      if (words.isAt("import")) {
        doImport();
      } else {
        directives.add(directive());
      }
    }
    if (!words.hasMore() && !end.isEmpty()) {
      throw syntax(end);
    }
    return directives;
  }

  private Directive directive() throws CorefileException {
    List<CorefileToken> own = new ArrayList<>();
    int depth = 0;
    while (words.hasMore()) {
      if (depth == 0 && !own.isEmpty() && words.isAtNewLine()) {
        break;
      }
      if (depth > 0 && isAtImport()) {
        doImport();
        continue;
      }
      if (depth == 0 && words.isAt("}")) {
        throw error("Unexpected '}' because no matching opening brace");
      }
      CorefileToken token = words.next();
      depth += token.text().equals("{") ? 1 : 0;
      depth -= token.text().equals("}") ? 1 : 0;
      own.add(token);
    }
    if (depth > 0) {
      throw error("Unexpected EOF");
    }
    return new Directive(own.getFirst().fileOr(path), own);
  }

  /** Puts the imported words in the place of the import. */
  private void doImport() throws CorefileException {
    words.insert(imports.of(words.takeLine()));
  }

  private CorefileException syntax(String expected) {
    CorefileToken found = words.here();
    return CorefileException.syntax(found.fileOr(path), found, expected);
  }

  private CorefileException error(String what) {
    CorefileToken at = words.here();
    return CorefileException.at(at.fileOr(path), at.line(), what);
  }
}
