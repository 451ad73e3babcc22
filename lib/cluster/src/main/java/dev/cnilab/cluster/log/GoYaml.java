package dev.cnilab.cluster.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * go-yaml's errors for invalid YAML (go.yaml.in/yaml/v2: {@code decode.go}, {@code parserc.go},
 * {@code scannerc.go}). Both libraries descend from libyaml and PyYAML and find the same problems,
 * but word them differently.
 */
public final class GoYaml {
  private static final YAMLMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private GoYaml() {}

  /** The text of a tree, with the keys of each object in alphabetical order. */
  public static String write(JsonNode tree) {
    try {
      return WRITER.writeValueAsString(sorted(tree));
    } catch (JacksonException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonNode sorted(JsonNode tree) {
    if (tree.isArray()) {
      ArrayNode items = Json.array();
      tree.forEach(item -> items.add(sorted(item)));
      return items;
    } else if (!tree.isObject()) {
      return tree;
    }
    ObjectNode object = Json.object();
    tree.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> object.set(entry.getKey(), sorted(entry.getValue())));
    return object;
  }

  /**
   * Reads YAML as JSON.
   *
   * @throws IOException in go-yaml's words: {@code yaml: line 3: did not find expected key}
   */
  public static JsonNode read(String text) throws IOException {
    try {
      return YamlTree.of(text);
    } catch (JacksonException malformed) {
      throw malformed.getCause() instanceof MarkedYAMLException marked
          ? new IOException("yaml: " + where(marked) + problem(marked), malformed)
          : malformed;
    }
  }

  /** A scanner's line is counted from one, a parser's from zero; line zero is left out. */
  private static String where(MarkedYAMLException malformed) {
    int line = line(malformed.getProblemMark()) + forcedLine(malformed);
    if (line > 0) {
      return "line " + (malformed instanceof ScannerException ? line + 1 : line) + ": ";
    }
    int context = line(malformed.getContextMark());
    return context > 0 ? "line " + context + ": " : "";
  }

  /** If the text ends in the middle of a line, go-yaml reports the end on the next line. */
  private static int forcedLine(MarkedYAMLException malformed) {
    Mark mark = malformed.getProblemMark();
    boolean end = String.valueOf(malformed.getProblem()).endsWith("<stream end>");
    return end && mark != null && mark.getColumn() > 0 ? 1 : 0;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 0 : mark.getLine();
  }

  private static String problem(MarkedYAMLException malformed) {
    String problem = String.valueOf(malformed.getProblem());
    if (problem.startsWith("expected ',' or ")) {
      return "did not find " + problem.replaceFirst(", but .*", "");
    }
    if (problem.startsWith("expected <block end>")) {
      return String.valueOf(malformed.getContext()).contains("mapping")
          ? "did not find expected key"
          : "did not find expected '-' indicator";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "mapping values are not allowed in this context";
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return "block sequence entries are not allowed in this context";
    }
    return problem
        .replaceFirst("^(found character) .* (that cannot start any token).*", "$1 $2")
        .replaceFirst("^(found unknown escape character).*", "$1")
        .replaceFirst("^expected the (node content), but .*", "did not find expected $1");
  }
}
