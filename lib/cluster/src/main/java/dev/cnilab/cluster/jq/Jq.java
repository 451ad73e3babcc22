package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.JqOptions.Option;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** {@code jq [OPTION…] FILTER [FILE…]}, version 1.6. */
public final class Jq implements Program {
  /** jq's exit status for its several failures; jq(1), EXIT STATUS. */
  private static final int USAGE = 2;

  private static final int SYNTAX = 3;
  private static final int NO_OUTPUT = 4;
  private static final int FAILED = 5;

  private static final String MANUAL =
      "\nUse jq --help for help with command-line options,"
          + "\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq";

  private static final Pattern LINE = Pattern.compile("\n");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public int run(Process process) throws IOException {
    JqOptions options;
    try {
      options = JqOptions.parse(process.arguments());
    } catch (JqOptions.Refused refused) {
      process.err().println("jq: " + refused.getMessage() + MANUAL);
      return USAGE;
    }
    if (options.filter().isEmpty()) {
      process.err().println("Usage:\tjq [OPTIONS] FILTER [FILES...]");
      return USAGE;
    }
    JsonQuery query;
    try {
      query = JsonQuery.compile(options.filter().get(), Versions.JQ_1_6);
    } catch (JsonQueryException malformed) {
      process.err().println("jq: error: " + malformed.getMessage() + "\njq: 1 compile error");
      return SYNTAX;
    }
    List<JsonNode> inputs;
    try {
      inputs = inputs(process, options);
    } catch (JsonProcessingException malformed) {
      process.err().println("jq: error (at <stdin>:0): " + malformed.getOriginalMessage());
      return USAGE;
    }
    return apply(process, options, query, inputs);
  }

  private static int apply(
      Process process, JqOptions options, JsonQuery query, List<JsonNode> inputs) {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    options.variables().forEach(scope::setValue);
    List<JsonNode> results = new ArrayList<>();
    int status = 0;
    for (JsonNode input : inputs) {
      try {
        query.apply(
            scope,
            input,
            result -> {
              results.add(result);
              String text = options.format().print(result);
              process.out().print(options.has(Option.JOIN_OUTPUT) ? text : text + "\n");
            });
      } catch (JsonQueryException failed) {
        process.err().println("jq: error (at <stdin>:0): " + failed.getMessage());
        status = FAILED;
      }
    }
    return status == 0 && options.has(Option.EXIT_STATUS) ? statusOf(results) : status;
  }

  /** What -e makes of the last result. */
  private static int statusOf(List<JsonNode> results) {
    if (results.isEmpty()) {
      return NO_OUTPUT;
    }
    JsonNode last = results.getLast();
    return last.isNull() || (last.isBoolean() && !last.booleanValue()) ? 1 : 0;
  }

  private static List<JsonNode> inputs(Process process, JqOptions options) throws IOException {
    if (options.has(Option.NULL_INPUT)) {
      return List.of(NullNode.getInstance());
    }
    StringBuilder text = new StringBuilder();
    if (options.files().isEmpty()) {
      text.append(new String(process.in().readAllBytes(), StandardCharsets.UTF_8));
    }
    for (String file : options.files()) {
      text.append(new String(process.files().read(process.resolve(file)), StandardCharsets.UTF_8));
    }
    if (options.has(Option.RAW_INPUT)) {
      return options.has(Option.SLURP)
          ? List.of(TextNode.valueOf(text.toString()))
          : LINE.splitAsStream(text)
              .limit(text.isEmpty() ? 0 : Long.MAX_VALUE)
              .<JsonNode>map(TextNode::valueOf)
              .toList();
    }
    List<JsonNode> inputs = values(text.toString());
    return options.has(Option.SLURP) ? List.of(MAPPER.createArrayNode().addAll(inputs)) : inputs;
  }

  /** The values of a text, one after the other; an array is one value. */
  static List<JsonNode> values(String text) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        values.add(MAPPER.readTree(parser));
      }
    }
    return values;
  }
}
