package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.JqOptions.Option;
import dev.cnilab.cluster.jq.value.CountedFunctions;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** Applies a filter to each value as it is read, and prints the results. */
final class JqRun {
  /** Exit statuses; jq(1), EXIT STATUS. */
  private static final int UNREADABLE = 2;

  private static final int NO_OUTPUT = 4;
  private static final int FAILED = 5;

  private final Process process;
  private final JqOptions options;
  private final JsonQuery query;
  private final Scope scope;
  private final CountedFunctions counted;
  private final ArrayNode all = JsonNodeFactory.instance.arrayNode();
  private final StringBuilder raw = new StringBuilder();
  private @Nullable JsonNode last;
  private int status;
  private int inputStatus;

  JqRun(
      Process process, JqOptions options, JsonQuery query, Scope scope, CountedFunctions counted) {
    this.process = process;
    this.options = options;
    this.query = query;
    this.scope = scope;
    this.counted = counted;
  }

  /** Reads all files, and returns the exit status. */
  int run() throws IOException {
    if (options.has(Option.NULL_INPUT)) {
      apply(new JqInput(NullNode.getInstance(), "<unknown>"));
      return exitStatus();
    }
    long lines = 0;
    for (String file : options.files().isEmpty() ? List.of("-") : options.files()) {
      try (InputStream in =
          file.equals("-") ? process.in() : Descriptor.open(process, file, OpenMode.READ).in()) {
        lines += read(in, file.equals("-") ? "<stdin>" : file);
      } catch (FileException failed) {
        process
            .err()
            .println("jq: error: Could not open file " + file + ": " + failed.error().text());
        inputStatus = UNREADABLE;
      }
    }
    if (options.has(Option.SLURP)) {
      slurped(lines);
    }
    return exitStatus();
  }

  private long read(InputStream in, String file) throws IOException {
    JqText text = new JqText(new InputStreamReader(in, StandardCharsets.UTF_8), process);
    if (options.has(Option.RAW_INPUT) && options.has(Option.SLURP)) {
      raw.append(text.readAll());
      return text.lines();
    }
    JqInputs inputs = new JqInputs(text, file);
    for (Optional<JqInput> next = next(inputs); next.isPresent(); next = next(inputs)) {
      long size = counted.size(next.get().value());
      process.hold(size);
      if (options.has(Option.SLURP)) {
        all.add(next.get().value());
      } else {
        apply(next.get());
        process.hold(-size);
      }
    }
    if (!inputs.fault().isEmpty()) {
      process.err().println(inputs.fault());
      inputStatus = NO_OUTPUT;
    }
    return text.lines();
  }

  private Optional<JqInput> next(JqInputs inputs) throws IOException {
    return options.has(Option.RAW_INPUT) ? inputs.nextLine() : inputs.next();
  }

  private void slurped(long lines) {
    if (inputStatus == 0) {
      JsonNode whole = options.has(Option.RAW_INPUT) ? TextNode.valueOf(raw.toString()) : all;
      apply(new JqInput(whole, "<stdin>:" + lines));
    }
  }

  private void apply(JqInput input) {
    try {
      query.apply(scope, input.value(), this::print);
    } catch (JsonQueryException failed) {
      JsonNode value = failed.getMessageAsJsonNode();
      process
          .err()
          .println(
              "jq: error (at %s)%s: %s"
                  .formatted(
                      input.at(),
                      value.isTextual() ? "" : " (not a string)",
                      value.isTextual() ? value.textValue() : JsonFormat.COMPACT.print(value)));
      status = FAILED;
    }
  }

  private void print(JsonNode result) {
    last = result;
    String text = options.format().print(result);
    process.hold(text.length());
    process.out().print(options.has(Option.JOIN_OUTPUT) ? text : text + "\n");
    process.hold(-text.length());
  }

  /** The exit status with -e is that of the last result. */
  private int exitStatus() {
    if (inputStatus != 0 || status != 0 || !options.has(Option.EXIT_STATUS)) {
      return inputStatus != 0 ? inputStatus : status;
    }
    if (last == null) {
      return NO_OUTPUT;
    }
    return last.isNull() || (last.isBoolean() && !last.booleanValue()) ? 1 : 0;
  }
}
