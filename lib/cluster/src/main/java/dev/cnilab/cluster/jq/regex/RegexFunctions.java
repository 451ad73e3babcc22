package dev.cnilab.cluster.jq.regex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** The two functions by which jq's others ({@code test}, {@code sub}, …) use expressions. */
public final class RegexFunctions {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What a match that is kept takes in memory, in bytes. */
  private static final int MATCH = 200;

  private final Process process;

  private RegexFunctions(Process process) {
    this.process = process;
  }

  /** Replaces the library's. */
  public static void replaceIn(Scope scope, Process process) {
    RegexFunctions functions = new RegexFunctions(process);
    scope.addFunction(
        "_match_impl",
        3,
        (inner, arguments, in, path, output, version) ->
            functions.match(inner, arguments, in, output));
    scope.addFunction(
        "_sub_impl",
        3,
        (inner, arguments, in, path, output, version) ->
            functions.substitute(inner, arguments, in, output));
  }

  /** {@code _match_impl(regex; flags; test)}: whether there is a match, or all matches. */
  private void match(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output)
      throws JsonQueryException {
    String text = string(in);
    each(
        scope,
        in,
        arguments.get(2),
        test ->
            each(
                scope,
                in,
                arguments.get(1),
                flags ->
                    each(
                        scope,
                        in,
                        arguments.get(0),
                        regex -> {
                          Search search = Search.of(text, string(regex), flags(flags), process);
                          output.emit(
                              test.asBoolean()
                                  ? BooleanNode.valueOf(search.find(0))
                                  : matches(search, text.length()),
                              null);
                        })));
  }

  private static void each(Scope scope, JsonNode in, Expression argument, Output then)
      throws JsonQueryException {
    argument.apply(scope, in, then);
  }

  private static String string(JsonNode value) throws JsonQueryException {
    if (!value.isTextual()) {
      throw new JsonQueryException(described(value) + " cannot be matched, as it is not a string");
    }
    return value.textValue();
  }

  private static String flags(JsonNode flags) throws JsonQueryException {
    if (!flags.isTextual() && !flags.isNull()) {
      throw new JsonQueryException(described(flags) + " is not a string");
    }
    return flags.isNull() ? "" : flags.textValue();
  }

  private static String described(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT) + " (" + value + ")";
  }

  private ArrayNode matches(Search search, int length) throws JsonQueryException {
    ArrayNode matches = NODES.arrayNode();
    long kept = 0;
    try {
      int from = 0;
      do {
        if (!search.find(from)) {
          break;
        }
        process.hold(MATCH);
        kept += MATCH;
        matches.add(search.match());
        // As in 1.6, an empty match advances by one from where the search began.
        from = search.isEmpty() ? from + 1 : search.end();
      } while (search.isGlobal() && from < length);
    } finally {
      process.hold(-kept);
    }
    return matches;
  }

  /** {@code _sub_impl(regex; replacement; flags)}. */
  private void substitute(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output)
      throws JsonQueryException {
    String text = string(in);
    each(
        scope,
        in,
        arguments.get(0),
        regex ->
            each(
                scope,
                in,
                arguments.get(2),
                flags -> {
                  Search search = Search.of(text, string(regex), flags(flags), process);
                  new Substitution(scope, arguments.get(1), process)
                      .emit(parts(search, text), output);
                }));
  }

  /** The text between matches, and for each match the texts of its named groups. */
  private List<JsonNode> parts(Search search, String text) throws JsonQueryException {
    List<JsonNode> parts = new ArrayList<>();
    int at = 0;
    long kept = 0;
    try {
      int from = 0;
      while (from <= text.length() && search.find(from)) {
        process.hold(MATCH);
        kept += MATCH;
        parts.add(TextNode.valueOf(text.substring(at, search.start())));
        parts.add(search.named());
        at = search.end();
        from = search.isEmpty() ? at + 1 : at;
        if (!search.isGlobal()) {
          break;
        }
      }
    } finally {
      process.hold(-kept);
    }
    parts.add(TextNode.valueOf(text.substring(at)));
    return parts;
  }
}
