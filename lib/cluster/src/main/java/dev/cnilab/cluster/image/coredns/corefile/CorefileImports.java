package dev.cnilab.cluster.image.coredns.corefile;

import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a file may import: its snippets, and other files. */
final class CorefileImports {
  /** Caddy's caps of imports, also of the cyclic ones. */
  private static final int MOST_SNIPPETS = 10_000;

  private static final int MOST_FILES = 100_000;

  private final String path;
  private final MountNamespace files;
  private final Map<String, List<CorefileToken>> snippets = new HashMap<>();
  private final Map<String, List<CorefileToken>> read = new HashMap<>();
  private final Consumer<String> warnings;
  private int ofSnippets;
  private int ofFiles;

  /**
   * Nothing has been defined yet.
   *
   * @param path of the file
   * @param warnings receive which pattern has no files
   */
  CorefileImports(String path, MountNamespace files, Consumer<String> warnings) {
    this.warnings = warnings;
    this.path = path;
    this.files = files;
  }

  /** Checks the name of a snippet that begins at that word. */
  void requireNew(String name, CorefileToken begin) throws CorefileException {
    if (snippets.containsKey(name)) {
      throw error(begin, "redeclaration of previously declared snippet " + name);
    }
  }

  /** Defines a snippet that ends at that word. */
  void define(String name, List<CorefileToken> content, CorefileToken end)
      throws CorefileException {
    for (int i = 0; i + 1 < content.size(); i++) {
      boolean begins = i == 0 || content.get(i).beginsLine(content.get(i - 1));
      if (begins
          && content.get(i).text().equals("import")
          && content.get(i + 1).text().equals(name)) {
        throw tooMany(end, "snippet");
      }
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
    if (wanted.text().isEmpty()) {
      throw error(wanted, "Import requires a non-empty filepath");
    }
    if (line.size() > 2) {
      throw error(line.getLast(), "Import takes only one argument (glob pattern or file)");
    }
    List<CorefileToken> snippet = snippets.get(wanted.text());
    if (snippet == null) {
      return ofFiles(wanted);
    }
    if (++ofSnippets > MOST_SNIPPETS) {
      throw tooMany(wanted, "snippet");
    }
    return snippet;
  }

  /** Caddy names the number of snippets for both. */
  private CorefileException tooMany(CorefileToken at, String kind) {
    return error(at, "maximum %s import depth (%d) exceeded".formatted(kind, MOST_SNIPPETS));
  }

  private List<CorefileToken> ofFiles(CorefileToken wanted) throws CorefileException {
    if (++ofFiles > MOST_FILES) {
      throw tooMany(wanted, "file");
    }
    String from = wanted.fileOr(path);
    String directory = from.substring(0, from.lastIndexOf('/') + 1);
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
    } else if (matches.isEmpty()) {
      warnings.accept("No files matching import glob pattern: " + wanted.text());
    }
    for (String match : matches) {
      imported.addAll(words(wanted, match));
    }
    return imported;
  }

  /** Those of a file, which is read once, however often it is imported. */
  private List<CorefileToken> words(CorefileToken wanted, String file) throws CorefileException {
    List<CorefileToken> known = read.get(file);
    if (known == null) {
      known = CorefileToken.of(text(wanted, file), file);
      read.put(file, known);
    }
    return known;
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
      return GoFile.text(files, file);
    } catch (GoPathException unreadable) {
      boolean directory = files.isDirectory(file);
      throw error(
          wanted,
          "Could not import %s: %s"
              .formatted(file, directory ? "is a directory" : unreadable.text()));
    }
  }

  private CorefileException error(CorefileToken at, String what) {
    return CorefileException.at(at.fileOr(path), at.line(), what);
  }
}
