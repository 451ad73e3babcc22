package dev.cnilab.cluster.image.coredns.corefile;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a file may import: its snippets, and other files. */
final class Imports {
  private static final int MOST_SNIPPETS = 10_000;

  private final String path;
  private final MountNamespace files;
  private final Map<String, List<CorefileToken>> snippets = new HashMap<>();
  private int expansions;

  /**
   * Nothing has been defined yet.
   *
   * @param path of the file
   */
  Imports(String path, MountNamespace files) {
    this.path = path;
    this.files = files;
  }

  /** Defines a snippet that ends at that word. */
  void define(String name, List<CorefileToken> content, CorefileToken end)
      throws CorefileException {
    if (snippets.containsKey(name)) {
      throw error(end, "redeclaration of previously declared snippet " + name);
    }
    snippets.put(name, List.copyOf(content));
  }

  /**
   * What an import stands for.
   *
   * @param line its words
   */
  List<CorefileToken> of(List<CorefileToken> line) throws CorefileException {
    if (line.size() < 2) {
      throw error(line.getFirst(), "Wrong argument count or unexpected line ending after 'import'");
    }
    CorefileToken wanted = line.get(1);
    if (line.size() > 2) {
      throw error(line.getLast(), "Import takes only one argument (glob pattern or file)");
    }
    if (++expansions > MOST_SNIPPETS) {
      throw error(wanted, "maximum snippet import depth (%d) exceeded".formatted(MOST_SNIPPETS));
    }
    List<CorefileToken> snippet = snippets.get(wanted.text());
    return snippet == null ? ofFiles(wanted) : snippet;
  }

  private List<CorefileToken> ofFiles(CorefileToken wanted) throws CorefileException {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    String pattern = wanted.text().startsWith("/") ? wanted.text() : directory + wanted.text();
    if (pattern.chars().filter(c -> c == '*').count() > 1
        || pattern.chars().filter(c -> c == '?').count() > 1
        || (pattern.contains("[") && pattern.contains("]"))) {
      throw error(
          wanted, "Glob pattern may only contain one wildcard (*), but has others: " + pattern);
    }
    List<CorefileToken> imported = new ArrayList<>();
    List<String> matches = matches(pattern);
    if (matches.isEmpty() && !pattern.matches(".*[*?\\[\\]].*")) {
      throw error(wanted, "File to import not found: " + wanted.text());
    }
    for (String match : matches) {
      imported.addAll(CorefileToken.of(text(wanted, match), match));
    }
    return imported;
  }

  private List<String> matches(String pattern) {
    if (!pattern.contains("*") && !pattern.contains("?")) {
      return files.exists(pattern) ? List.of(pattern) : List.of();
    }
    int slash = pattern.lastIndexOf('/') + 1;
    String name =
        Pattern.quote(pattern.substring(slash))
            .replace("*", "\\E[^/]*\\Q")
            .replace("?", "\\E[^/]\\Q");
    try {
      return files.list(pattern.substring(0, slash)).stream()
          .filter(each -> each.matches(name))
          .map(each -> pattern.substring(0, slash) + each)
          .sorted()
          .toList();
    } catch (IOException noDirectory) {
      return List.of();
    }
  }

  private String text(CorefileToken wanted, String file) throws CorefileException {
    try {
      return files.readText(file);
    } catch (IOException unreadable) {
      boolean directory = files.find(file).filter(status -> status.isDirectory()).isPresent();
      throw error(
          wanted,
          "Could not import %s: %s"
              .formatted(
                  file, directory ? "is a directory" : GoText.pathError("open", file, unreadable)));
    }
  }

  private CorefileException error(CorefileToken at, String what) {
    return CorefileException.at(at.file().isEmpty() ? path : at.file(), at.line(), what);
  }
}
