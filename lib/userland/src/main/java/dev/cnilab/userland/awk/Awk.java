package dev.cnilab.userland.awk;

import dev.cnilab.userland.awk.source.AwkArguments;
import dev.cnilab.userland.awk.source.ProgramText;
import dev.cnilab.userland.awk.source.SyntaxWords;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.metricshub.jawk.ExitException;
import org.metricshub.jawk.frontend.ast.LexerException;
import org.metricshub.jawk.frontend.ast.ParserException;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.jrt.AwkRuntimeException;
import org.metricshub.jawk.util.AwkSettings;

/**
 * {@code awk [-F FS] [-v NAME=VALUE]… PROGRAM [FILE…]}, as mawk 1.3.4. A library implements the
 * language; files and commands are those of the machine.
 */
public final class Awk implements Program {
  private static final int FAILED = 2;
  private static final int BUFFER = 4096;
  private static final Set<String> SPECIAL =
      Set.of("CONVFMT", "FS", "OFMT", "OFS", "ORS", "RS", "SUBSEP");

  @Override
  public int run(Process process) throws IOException {
    AwkArguments arguments = AwkArguments.parse(process);
    if (arguments.program().isEmpty()) {
      process.err().print(Manual.usage("awk"));
      return 0;
    } else if (ProgramText.isEmpty(arguments.program().get())) {
      return 0;
    }
    AwkSettings settings = new AwkSettings();
    arguments.separator().ifPresent(settings::setFieldSeparator);
    arguments.variables().forEach(settings::putVariable);
    settings.setInput(process.in());
    arguments.files().forEach(settings::addNameValueOrFileName);
    settings.setOutputStream(
        new PrintStream(
            new BufferedOutputStream(process.out(), BUFFER), false, StandardCharsets.UTF_8));
    int status = run(arguments.program().get(), settings, process);
    settings.getOutputStream().flush();
    return status;
  }

  /**
   * Sets special variables at the start of the program, because Jawk resets them after {@code -v}.
   */
  private static String begin(AwkSettings settings) {
    StringBuilder begin = new StringBuilder();
    settings
        .getVariables()
        .forEach(
            (name, value) -> {
              if (SPECIAL.contains(name)) {
                begin.append("BEGIN { ").append(name).append('=');
                begin.append(quoted(value.toString())).append(" } ");
              }
            });
    return begin.toString();
  }

  private static int run(String program, AwkSettings settings, Process process) throws IOException {
    try {
      SteppedAwk awk = new SteppedAwk(process);
      awk.invoke(
          compiled(
              awk,
              environment(program, process) + begin(settings) + ProgramText.forLibrary(program)),
          settings);
      return 0;
    } catch (ExitException exit) {
      return exit.getCode();
    } catch (LexerException
        | ParserException
        | AwkRuntimeException
        | ArithmeticException
        | ClassCastException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NullPointerException
        | UnsupportedOperationException wrong) { // what the library throws for an invalid program
      process.err().println("awk: " + SyntaxWords.of(wrong, program));
      return FAILED;
    }
  }

  /**
   * Compiles a program. For an undefined function the library throws an exception class of its own
   * that is not public.
   */
  private static AwkTuples compiled(SteppedAwk awk, String program) throws IOException {
    try {
      return awk.compile(program);
    } catch (LexerException | ParserException known) {
      throw known;
    } catch (RuntimeException wrong) {
      throw new AwkRuntimeException(
          String.valueOf(wrong.getMessage())
              .replaceFirst(
                  "^function \\S+ \\((\\w+)\\) not defined.*",
                  "line " + (program.lines().count() + 1) + ": function $1 never defined"));
    }
  }

  /**
   * Sets ENVIRON and ARGV[0] from the process, because the library would take them from the host.
   */
  private static String environment(String program, Process process) {
    String name = program.contains("ARGV") ? "BEGIN { ARGV[0] = \"awk\" } " : "";
    if (!program.contains("ENVIRON")) {
      return name;
    }
    StringBuilder begin = new StringBuilder(name + "BEGIN { split(\"\", ENVIRON); ");
    process
        .environment()
        .forEach(
            (key, value) -> begin.append("ENVIRON[" + quoted(key) + "]=" + quoted(value) + "; "));
    return begin.append("} ").toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
