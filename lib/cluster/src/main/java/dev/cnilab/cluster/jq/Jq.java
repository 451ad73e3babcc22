package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** {@code jq [-r] [-c] [-e] [-n] [-s] FILTER [FILE…]}, version 1.6. */
public final class Jq implements Program {
  /** jq's exit status for its several failures; jq(1), EXIT STATUS. */
  private static final int USAGE = 2;

  private static final int SYNTAX = 3;
  private static final int NO_OUTPUT = 4;
  private static final int FAILED = 5;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public int run(Process process) throws IOException {
    JqOptions options = JqOptions.parse(process.arguments());
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
    List<JsonNode> results = new ArrayList<>();
    int status = 0;
    for (JsonNode input : inputs) {
      try {
        query.apply(
            scope,
            input,
            result -> {
              results.add(result);
              process.out().println(options.format().print(result));
            });
      } catch (JsonQueryException failed) {
        process.err().println("jq: error (at <stdin>:0): " + failed.getMessage());
        status = FAILED;
      }
    }
    return status == 0 && options.exitStatus() ? statusOf(results) : status;
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
    if (options.nullInput()) {
      return List.of(NullNode.getInstance());
    }
    List<JsonNode> inputs = new ArrayList<>();
    if (options.files().isEmpty()) {
      addAll(inputs, process.in().readAllBytes());
    }
    for (String file : options.files()) {
      addAll(inputs, process.files().read(process.resolve(file)));
    }
    if (!options.slurp()) {
      return inputs;
    }
    ArrayNode all = MAPPER.createArrayNode();
    return List.of(all.addAll(inputs));
  }

  private static void addAll(List<JsonNode> inputs, byte[] bytes) throws IOException {
    try (MappingIterator<JsonNode> values =
        MAPPER.readerFor(JsonNode.class).readValues(new String(bytes, StandardCharsets.UTF_8))) {
      while (values.hasNextValue()) {
        inputs.add(values.nextValue());
      }
    }
  }
}
