package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.JqOptions.Option;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

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

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public int run(Process process) throws IOException {
    if (process.arguments().contains("--version") || process.arguments().contains("-V")) {
      process.out().println("jq-1.6");
      return 0;
    }
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
    return apply(process, options, query);
  }

  private static int apply(Process process, JqOptions options, JsonQuery query) throws IOException {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    JqDates.addTo(scope, process::now);
    CountedFunctions.replaceIn(scope, process);
    options.variables().forEach(scope::setValue);
    AtomicReference<@Nullable JsonNode> last = new AtomicReference<>();
    int status = 0;
    Inputs inputs = inputs(process, options);
    for (JqInput input : inputs.values()) {
      try {
        query.apply(
            scope,
            input.value(),
            result -> {
              last.set(result);
              String text = options.format().print(result);
              process.out().print(options.has(Option.JOIN_OUTPUT) ? text : text + "\n");
            });
      } catch (JsonQueryException failed) {
        process.err().println("jq: error (at " + input.at() + "): " + failed.getMessage());
        status = FAILED;
      }
    }
    if (inputs.status() != 0) {
      inputs.faults().forEach(process.err()::println);
      return inputs.status();
    }
    return status == 0 && options.has(Option.EXIT_STATUS) ? statusOf(last.get()) : status;
  }

  /** The exit status with -e, from the last result. */
  private static int statusOf(@Nullable JsonNode last) {
    if (last == null) {
      return NO_OUTPUT;
    }
    return last.isNull() || (last.isBoolean() && !last.booleanValue()) ? 1 : 0;
  }

  /** The values to filter, and errors in the input. */
  private record Inputs(List<JqInput> values, List<String> faults, int status) {}

  private static Inputs inputs(Process process, JqOptions options) throws IOException {
    if (options.has(Option.NULL_INPUT)) {
      return new Inputs(List.of(new JqInput(NullNode.getInstance(), "<unknown>")), List.of(), 0);
    }
    List<JqInput> values = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    StringBuilder raw = new StringBuilder();
    int status = 0;
    for (String file : options.files().isEmpty() ? List.of("-") : options.files()) {
      String text;
      try {
        text = text(process, file);
      } catch (FileException failed) {
        faults.add("jq: error: Could not open file " + file + ": " + failed.error().text());
        status = USAGE;
        continue;
      }
      String name = file.equals("-") ? "<stdin>" : file;
      if (options.has(Option.RAW_INPUT)) {
        raw.append(text);
        values.addAll(JqInput.lines(text, name));
      } else {
        JqInput.Read read = JqInput.values(text, name);
        values.addAll(read.values());
        if (!read.fault().isEmpty()) {
          faults.add(read.fault());
          status = NO_OUTPUT;
        }
      }
    }
    if (options.has(Option.SLURP)) {
      ArrayNode all = MAPPER.createArrayNode();
      values.forEach(each -> all.add(each.value()));
      JsonNode slurped = options.has(Option.RAW_INPUT) ? TextNode.valueOf(raw.toString()) : all;
      values = List.of(new JqInput(slurped, "<stdin>:0"));
    }
    return new Inputs(values, faults, status);
  }

  private static String text(Process process, String file) throws IOException {
    return file.equals("-")
        ? new String(process.in().readAllBytes(), StandardCharsets.UTF_8)
        : process.files().readText(process.resolve(file));
  }
}
