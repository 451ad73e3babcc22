package dev.cnilab.cluster.jq;

import dev.cnilab.cluster.jq.regex.RegexFunctions;
import dev.cnilab.cluster.jq.value.CountedFunctions;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** {@code jq [OPTION…] FILTER [FILE…]}, version 1.6. */
public final class Jq implements Program {
  /** jq's exit status before it runs; jq(1), EXIT STATUS. */
  private static final int USAGE = 2;

  private static final int SYNTAX = 3;

  private static final String MANUAL =
      "\nUse jq --help for help with command-line options,"
          + "\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq";

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
    JqString.addTo(scope);
    RegexFunctions.replaceIn(scope, process);
    CountedFunctions counted = new CountedFunctions(process);
    counted.replaceIn(scope);
    counted.replaceIn(query);
    options.variables().forEach(scope::setValue);
    return new JqRun(process, options, query, scope, counted).run();
  }
}
